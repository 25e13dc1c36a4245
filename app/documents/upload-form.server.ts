import type { StoredDocument } from "../db/documents.server.ts";
import { MOST_FILES } from "../domain/documents/kinds.ts";
import { MOST_FIELDS, MOST_FORM_BYTES, readFields } from "../read-body.server.ts";
import { keepDocument, NotTakenError, type Announced, type DocumentSite } from "./arrival.server.ts";
import { formParts, UnreadableFormError, type FormPart } from "./multipart.server.ts";

/** A form with files in it, all read. */
export interface UploadForm {
  /** The fields that are no files. */
  form: FormData;
  /** What became of each file. */
  documents: StoredDocument[];
  /** How many more files there were than a form may have; they were not kept. */
  left: number;
  /** How many there was no room for with the request; they were not kept. */
  full: number;
}

/**
 * Reads a form that may hold files, keeping each file as it arrives: none is ever whole in memory, or readable on disk.
 * A form without files is read too.
 * @param about what the documents are, from the fields that stand before the files in the form; null keeps none
 * @throws UnreadableFormError, StoreError
 */
export async function readUploadForm(site: DocumentSite, request: Request, about: (form: FormData) => Omit<Announced, "name" | "size" | "id"> | null): Promise<UploadForm> {
  const contentType = request.headers.get("Content-Type");
  if (!contentType?.toLowerCase().startsWith("multipart/")) {
    try {
      return { form: await readFields(request), documents: [], left: 0, full: 0 };
    } catch {
      throw new UnreadableFormError("The form cannot be read.");
    }
  }
  const form = new FormData();
  const documents: StoredDocument[] = [];
  let left = 0;
  let full = 0;
  let room = MOST_FORM_BYTES;
  let fields = 0;
  for await (const part of formParts(request.body, contentType)) {
    if (part.fileName === null) {
      if (++fields > MOST_FIELDS) throw new UnreadableFormError("The form has too many fields.");
      const words = await wordsOf(part, room);
      room -= words.length;
      form.append(part.name, words);
    } else if (part.fileName !== "") {
      const announced = documents.length < MOST_FILES ? about(form) : null;
      if (!announced) left++;
      else {
        try {
          documents.push(await keepDocument(site, { ...announced, name: part.fileName }, part.bytes));
        } catch (error) {
          if (!(error instanceof NotTakenError)) throw error;
          full++;
        }
      }
    }
  }
  return { form, documents, left, full };
}

async function wordsOf(part: FormPart, room: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of part.bytes) {
    length += bytes.length;
    if (length > room) throw new UnreadableFormError("A field of the form is too long.");
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString("utf8").replace(/\r\n/g, "\n");
}
