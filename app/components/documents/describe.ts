import { MEGABYTE } from "../../domain/documents/kinds.ts";

const KILOBYTE = 1024;

/** What kind of thing a file is, for words: nobody reads media types. */
export function typeWord(mediaType: string): "document" | "picture" | "sound" | "film" | "text" {
  if (mediaType === "text/plain") return "text";
  const [family] = mediaType.split("/");
  return family === "image" ? "picture" : family === "audio" ? "sound" : family === "video" ? "film" : "document";
}

/** A size in the unit that people say it in: whole KB below one MB. */
export function sizeIn(bytes: number): { unit: "kb" | "mb"; size: number } {
  if (bytes < MEGABYTE) return { unit: "kb", size: Math.max(1, Math.round(bytes / KILOBYTE)) };
  return { unit: "mb", size: Math.round((bytes / MEGABYTE) * 10) / 10 };
}
