import type account from "../../content/locales/en-GB/account.json";
import type ask from "../../content/locales/en-GB/ask.json";
import type common from "../../content/locales/en-GB/common.json";
import type documents from "../../content/locales/en-GB/documents.json";
import type forms from "../../content/locales/en-GB/forms.json";
import type home from "../../content/locales/en-GB/home.json";
import type listing from "../../content/locales/en-GB/listing.json";
import type messages from "../../content/locales/en-GB/messages.json";
import type myChild from "../../content/locales/en-GB/my-child.json";
import type notices from "../../content/locales/en-GB/notices.json";
import type officer from "../../content/locales/en-GB/officer.json";
import type pages from "../../content/locales/en-GB/pages.json";
import type people from "../../content/locales/en-GB/people.json";
import type record from "../../content/locales/en-GB/record.json";
import type search from "../../content/locales/en-GB/search.json";
import type timeline from "../../content/locales/en-GB/timeline.json";
import type vocabulary from "../../content/locales/en-GB/vocabulary.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      account: typeof account;
      ask: typeof ask;
      common: typeof common;
      documents: typeof documents;
      forms: typeof forms;
      home: typeof home;
      listing: typeof listing;
      messages: typeof messages;
      "my-child": typeof myChild;
      notices: typeof notices;
      officer: typeof officer;
      pages: typeof pages;
      people: typeof people;
      record: typeof record;
      search: typeof search;
      timeline: typeof timeline;
      vocabulary: typeof vocabulary;
    };
  }
}
