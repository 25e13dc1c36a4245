import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { DataStore, ERRORS, MemoryLocker, Server, Upload } from "@tus/server";
import { getDocument, type StoredDocument } from "../db/documents.server.ts";
import { THROWN_AWAY } from "../db/request-papers.server.ts";
import { MOST_BYTES } from "../domain/documents/kinds.ts";
import { abandon, announce, finish, NotTakenError, receive, TakenOverError, type Announced, type DocumentSite } from "./arrival.server.ts";

/** Waits for one another within this process; between processes the count in the database decides (arrival.server.ts). */
const locker = new MemoryLocker();

/** How the page's script (app/enhance/uploads.ts) tells them apart. */
const NOT_TAKEN = { "no-room": 422, "sent-before": 410 } as const;

/**
 * Answers one request of the tus protocol (tus.io, 1.0): an upload that goes on after a break.
 * @param path of the address under which uploads are made, such as `/my-child/ID/uploads`
 * @param about what a new document is, from its own details (`filename`, `onlyMe` ...); nobody but who began an upload can go on with it
 */
export async function resumableUpload(site: DocumentSite, request: Request, path: string, about: (details: Readonly<Record<string, string | null>>) => Omit<Announced, "name" | "size" | "id">): Promise<Response> {
  const server = new Server({
    path,
    datastore: new SealedUploads(site, about),
    locker,
    maxSize: MOST_BYTES,
    relativeLocation: true,
    // Only this site's own pages: nothing is said to any other.
    allowedOrigins: [],
    namingFunction: () => randomUUID(),
    disableTerminationForFinishedUploads: true,
    onUploadFinish: async (_request, upload) => {
      await finish(site, upload.id);
      return {};
    },
    onResponseError: (_request, error) => {
      if (error instanceof NotTakenError) return { status_code: NOT_TAKEN[error.why], body: `${error.message}\n` };
      return "status_code" in error ? error : { status_code: 500, body: "The document could not be kept. It can be sent again.\n" };
    },
  });
  const response = await server.handleWeb(request);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

/** tus's way to our arrivals. @tus/server asks for a class. */
class SealedUploads extends DataStore {
  private readonly site: DocumentSite;
  private readonly about: (details: Readonly<Record<string, string | null>>) => Omit<Announced, "name" | "size" | "id">;
  override extensions = ["creation", "termination"];

  constructor(site: DocumentSite, about: SealedUploads["about"]) {
    super();
    this.site = site;
    this.about = about;
  }

  override async create(upload: Upload): Promise<Upload> {
    const details = upload.metadata ?? {};
    await announce(this.site, { ...this.about(details), id: upload.id, size: upload.size ?? 0, name: details.filename ?? "" });
    return upload;
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    try {
      return await receive(this.site, id, offset, stream);
    } catch (error) {
      if (error instanceof TakenOverError) throw ERRORS.INVALID_OFFSET;
      throw error;
    }
  }

  override async getUpload(id: string): Promise<Upload> {
    const document = await this.find(id);
    if (document.state === "checking" || (document.state === "arriving" && document.received === document.size)) {
      // All of it came, and whoever sent it was not told: the process had ended.
      await finish(this.site, id);
    }
    const offset = document.state === "arriving" ? document.received : document.size;
    return new Upload({ id, size: document.size, offset, creation_date: document.createdAt.toISOString() });
  }

  override async remove(id: string): Promise<void> {
    if ((await this.find(id)).state !== "arriving") throw ERRORS.INVALID_TERMINATION;
    await abandon(this.site, id);
  }

  private async find(id: string): Promise<StoredDocument> {
    const isId = /^[0-9a-f-]{36}$/.test(id);
    const document = isId ? await getDocument(this.site.database.prisma, this.site.sealer, id) : null;
    const { owner, uploadedBy } = this.about({});
    const isOwn = document && document.uploadedBy === uploadedBy && ("caseId" in owner ? document.caseId === owner.caseId : document.requestId === owner.requestId);
    if (!isOwn || document.size < 0 || document.stateReason === THROWN_AWAY) throw ERRORS.FILE_NOT_FOUND;
    return document;
  }
}
