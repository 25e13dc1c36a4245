/** More was sent than is read. */
export class TooLargeError extends Error {
  override name = "TooLargeError";
}

/** Of a form without files. The longest of ours, comments on every section of a plan, has a third of it, in whatever script. */
export const MOST_FORM_BYTES = 1024 * 1024;
/** What the fields beside files may be. */
export const MOST_FIELDS = 500;

/** @throws TooLargeError, as soon as so much has come */
export async function readBody(request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = new TooLargeError(`At most ${most / 1024 / 1024} MB at a time.`);
  if (Number(request.headers.get("Content-Length") ?? 0) > most) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    size += read.value.length;
    if (size > most) throw tooLarge;
    chunks.push(read.value);
  }
  return Buffer.concat(chunks);
}

/** A form without files. @throws TooLargeError; TypeError for what is no form */
export async function readFields(request: Request): Promise<FormData> {
  const body = await readBody(request, MOST_FORM_BYTES);
  return new Response(body, { headers: { "Content-Type": request.headers.get("Content-Type") ?? "" } }).formData();
}
