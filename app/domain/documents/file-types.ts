/** A kind of file that families and the council send. */
interface FileType {
  mediaType: string;
  /** The first is the one that a name is given. */
  extensions: readonly string[];
  /** What a browser shows safely by itself. */
  isPicture?: boolean;
}

/** All that is taken: documents, photos, and a child's own words as sound or film. */
export const FILE_TYPES = [
  { mediaType: "application/pdf", extensions: ["pdf"] },
  { mediaType: "image/jpeg", extensions: ["jpg", "jpeg", "jpe", "jfif"], isPicture: true },
  { mediaType: "image/png", extensions: ["png"], isPicture: true },
  { mediaType: "image/heic", extensions: ["heic", "heif"] },
  { mediaType: "image/heif", extensions: ["heif", "heic"] },
  { mediaType: "image/webp", extensions: ["webp"], isPicture: true },
  { mediaType: "image/gif", extensions: ["gif"], isPicture: true },
  { mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", extensions: ["docx"] },
  { mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", extensions: ["xlsx"] },
  { mediaType: "application/msword", extensions: ["doc"] },
  { mediaType: "application/vnd.oasis.opendocument.text", extensions: ["odt"] },
  { mediaType: "text/plain", extensions: ["txt", "text"] },
  { mediaType: "audio/mpeg", extensions: ["mp3"] },
  { mediaType: "audio/mp4", extensions: ["m4a"] },
  { mediaType: "audio/wav", extensions: ["wav"] },
  { mediaType: "audio/ogg", extensions: ["ogg", "oga", "opus"] },
  { mediaType: "video/mp4", extensions: ["mp4", "m4v", "m4a"] },
  { mediaType: "video/quicktime", extensions: ["mov", "qt"] },
  { mediaType: "video/webm", extensions: ["webm"] },
] as const satisfies readonly FileType[];

export type MediaType = (typeof FILE_TYPES)[number]["mediaType"];

/** Names that other programs give to the same types. */
const ALSO_CALLED: Readonly<Record<string, MediaType>> = {
  "audio/x-m4a": "audio/mp4",
  "audio/vnd.wave": "audio/wav",
  "audio/x-wav": "audio/wav",
  "audio/opus": "audio/ogg",
  "audio/ogg; codecs=opus": "audio/ogg",
  "video/x-m4v": "video/mp4",
  "image/heic-sequence": "image/heic",
  "image/heif-sequence": "image/heif",
};

/** The type that is taken under a media type, or null. */
export function takenType(mediaType: string): MediaType | null {
  return FILE_TYPES.find((type) => type.mediaType === mediaType)?.mediaType ?? ALSO_CALLED[mediaType] ?? null;
}

export function isPicture(mediaType: string): boolean {
  return typeOf(mediaType)?.isPicture === true;
}

/** For a file input's `accept`: a phone then offers its photos and its camera. */
export const ACCEPT = FILE_TYPES.flatMap(({ extensions }) => extensions.map((extension) => `.${extension}`)).join(",");

function typeOf(mediaType: string): FileType | undefined {
  return FILE_TYPES.find((type) => type.mediaType === mediaType);
}

const TAKEN_EXTENSIONS: ReadonlySet<string> = new Set(FILE_TYPES.flatMap(({ extensions }) => [...extensions]));

/** Names of what a computer would run, or a browser would read as a page. */
const RUNS: ReadonlySet<string> = new Set(
  "exe com scr pif bat cmd msi msp msix appx hta cpl jar js jse mjs vb vbe vbs ws wsf wsh ps1 psm1 reg lnk url inf dll sys iso img vhd dmg pkg app deb rpm apk sh bash py rb pl php html htm xhtml mht mhtml svg xml xsl swf chm hlp docm dotm xlsm xltm xlsb xlam pptm ppam one onepkg".split(" "),
);

/** The extension of a name, in small letters and without the dot; empty where there is none. "12.03" is a date. */
export function extensionOf(name: string): string {
  return /\.([a-z][a-z0-9]{0,7})$/i.exec(name)?.[1]?.toLowerCase() ?? "";
}

/**
 * Whether a name goes with what the bytes are. A photo that is called .png and is a JPEG is common and does no harm, and
 * "report.final" only lacks its ending; a name that would have a computer run the file is refused.
 */
export function nameFits(name: string, mediaType: MediaType): boolean {
  const extension = extensionOf(name);
  if (RUNS.has(extension)) return false;
  // Text begins in no way of its own: what calls itself a PDF and is text is no PDF.
  return mediaType !== "text/plain" || !TAKEN_EXTENSIONS.has(extension) || ["txt", "text"].includes(extension);
}

const LONGEST_NAME = 150;

/**
 * A name as it is kept and given out: no folder, no control character, none that turns the writing around (so that
 * "exe.fdp" cannot look like "pdf.exe"), no more than 150 characters.
 */
export function cleanName(raw: string): string {
  const base = raw.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const clean = base
    .replace(/[\p{Cc}\p{Cs}\p{Co}\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, "")
    .replace(/[<>:"|?*]/g, "-")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  const extension = extensionOf(clean);
  const stem = extension ? clean.slice(0, -extension.length - 1) : clean;
  const short = Array.from(stem).slice(0, LONGEST_NAME).join("").trim();
  if (short === "" && extension === "") return "document";
  return extension ? `${short || "document"}.${extension}` : short;
}

/** A clean name that ends as its type's names end. */
export function nameForType(name: string, mediaType: MediaType): string {
  const extensions = typeOf(mediaType)?.extensions ?? [];
  const extension = extensionOf(name);
  if (extensions.includes(extension)) return name;
  const stem = TAKEN_EXTENSIONS.has(extension) ? name.slice(0, -extension.length - 1) : name;
  return `${stem}.${extensions[0] ?? "bin"}`;
}
