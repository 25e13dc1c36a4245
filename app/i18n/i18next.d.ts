import type common from "../../content/locales/en-GB/common.json";
import type home from "../../content/locales/en-GB/home.json";
import type listing from "../../content/locales/en-GB/listing.json";
import type pages from "../../content/locales/en-GB/pages.json";
import type search from "../../content/locales/en-GB/search.json";
import type timeline from "../../content/locales/en-GB/timeline.json";
import type vocabulary from "../../content/locales/en-GB/vocabulary.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      common: typeof common;
      home: typeof home;
      listing: typeof listing;
      pages: typeof pages;
      search: typeof search;
      timeline: typeof timeline;
      vocabulary: typeof vocabulary;
    };
  }
}
