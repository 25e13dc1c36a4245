/** The version of the standard that the feed speaks and imports are read by. */
export const ORUK_VERSION = "HSDS-UK-3.0";
export const ORUK_PROFILE = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md";

/** Members that hold the services in a page or a package of the standard, of version 3 and 1, and in common exports. */
export const ORUK_LIST_MEMBERS = ["contents", "content", "services", "service"];
