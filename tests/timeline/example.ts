import type { EngineSettings } from "../../app/domain/cases/reading.ts";

/** A worked example of law.md, as a SEND officer can read it: one entry of `worked-examples.json`. */
export interface Example {
  /** Its number or row in law.md. */
  example: string;
  case: string;
  person?: object;
  events: object[];
  settings?: EngineSettings;
  asOf?: string;
  expect: ({ rule: string; due: string } & Record<string, string | null>)[];
  exceptions?: { rule: string; kind: string; lawful: boolean }[];
}
