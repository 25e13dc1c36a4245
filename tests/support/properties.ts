import fc from "fast-check";

/**
 * What holds for anything at all is tried with the same inputs each time, so that one commit has one answer;
 * `npm run test:properties` tries it with new ones, and names the seed with which it failed.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
