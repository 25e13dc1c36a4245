import { startDrafts } from "./drafts.ts";
import { startSearchAsYouType } from "./search-as-you-type.ts";
import { startReadingAloud } from "./read-aloud.ts";
import { startSharing } from "./sharing.ts";

/** What a finished page gains where scripts run. Everything works without it. */
const search = document.querySelector<HTMLFormElement>("form#search[data-search]");
if (search) startSearchAsYouType(search);
startReadingAloud(document);
startSharing(document);
startDrafts(document);
// Most pages send no files: what sends them is loaded where it is wanted.
const uploads = document.querySelectorAll<HTMLElement>("[data-upload]");
if (uploads.length > 0) void import("./uploads.ts").then(({ startUploads }) => uploads.forEach(startUploads));
const passkeys = document.querySelectorAll<HTMLFormElement>("form[data-passkey]");
if (passkeys.length > 0) void import("./passkeys.ts").then(({ startPasskey }) => passkeys.forEach(startPasskey));
