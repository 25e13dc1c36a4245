import { expect, test } from "vitest";
import words from "../../../content/crisis.json" with { type: "json" };
import { isCrisis } from "./crisis.ts";

test.each([
  "child wants to die",
  "my daughter says she doesn't want to live",
  "My son said he wishes he was dead",
  "sucidal teenager",
  "suiside",
  "self-harm",
  "selfharm help",
  "cutting herself",
  "took an overdose",
  "taken loads of paracetamol",
  "dont want to be here anymore",
  "she wants to kill herself",
  "no point living",
  "i cant cope anymore",
  "better off dead",
  "talks about dying",
  "going to jump off a bridge",
  "chce umrzeć",
  "vrea să moară",
  "خودکشی",
])("“%s” puts urgent help first", (said) => {
  expect(isCrisis(said, words)).toBe(true);
});

test.each([
  "swimming",
  "respite",
  "healthy diet for autistic child",
  "hair cutting for sensory needs",
  "end of life care",
  "life skills course",
  "going to college",
  "taken out of school",
  "bereavement",
  "he is hitting himself",
  "better sleep without tablets",
  "something to take the edge off the school run",
])("“%s” does not", (said) => {
  expect(isCrisis(said, words)).toBe(false);
});
