import { v5 as uuidv5 } from "uuid";

const NAMESPACE = "7c5f0a4e-6a0b-5d0e-8f43-1f4be0b8c9d2";

/**
 * The id under which what a form sent is stored. The form's own id, as long as that stands for the same words: the
 * same form again is the same thing. Where somebody went back and sent other words from the same form, an id made of
 * both: they are a second thing, and pressed twice they are that second thing once.
 */
export function idOfSent(formId: string, words: string, known: { words: string } | null): string {
  return !known || known.words === words ? formId : uuidv5(words, uuidv5(formId, NAMESPACE));
}
