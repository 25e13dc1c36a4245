import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "vitest";
import { announce, bytesOf, finish, keepDocument, receive, TakenOverError, type Announced, type DocumentSite } from "../../app/documents/arrival.server.ts";
import { documentsOfCase, findDocument, receipts, releaseDocument, withdrawDocument } from "../../app/documents/documents.server.ts";
import { documentResponse } from "../../app/documents/download.server.ts";
import { resumableUpload } from "../../app/documents/resumable.server.ts";
import { PIECE_BYTES } from "../../app/documents/sealed-pieces.server.ts";
import { documentStore, folderStore, s3Store, StoreError, type DocumentStore } from "../../app/documents/store.server.ts";
import { readUploadForm } from "../../app/documents/upload-form.server.ts";
import { recheckQuarantined, removeAbandoned } from "../../app/documents/upkeep.server.ts";
import { getDocument } from "../../app/db/documents.server.ts";
import { resealAll } from "../../app/db/reseal.server.ts";
import { openSealer } from "../../app/db/sealing.server.ts";
import { MOST_BYTES } from "../../app/domain/documents/kinds.ts";
import { startClamd } from "../support/clamd.ts";
import { temporaryFolder } from "../support/command.ts";
import { emptyDatabase, freshDatabase, KINDS } from "../support/databases.ts";
import * as files from "../support/files.ts";
import { inParts } from "../support/files.ts";
import { startS3 } from "../support/s3.ts";

describe.each(["a folder", "an S3 service"] as const)("in %s", (where) => {
  let store: DocumentStore;
  beforeAll(async () => {
    store = where === "a folder" ? folderStore(join(temporaryFolder(), "documents")) : s3Store(await startS3());
  });

  test("pieces are put, found, written over and removed", async () => {
    const id = randomUUID();
    expect(await store.list(id)).toEqual([]);
    await store.put(id, { number: 0, arrival: 1 }, Buffer.from("first"));
    await store.put(id, { number: 11, arrival: 2 }, files.noise(PIECE_BYTES, 7));
    await store.put(id, { number: 0, arrival: 1 }, Buffer.from("again"));
    expect((await store.list(id)).sort((a, b) => a.number - b.number)).toEqual([{ number: 0, arrival: 1 }, { number: 11, arrival: 2 }]);
    expect((await store.get(id, { number: 0, arrival: 1 })).toString()).toBe("again");
    expect((await store.get(id, { number: 11, arrival: 2 })).equals(files.noise(PIECE_BYTES, 7))).toBe(true);
    await store.remove(id, [{ number: 0, arrival: 1 }, { number: 5, arrival: 1 }]);
    expect(await store.list(id)).toEqual([{ number: 11, arrival: 2 }]);
    await store.remove(id);
    await store.remove(id);
    expect(await store.list(id)).toEqual([]);
    await expect(store.get(id, { number: 0, arrival: 1 })).rejects.toThrow(StoreError);
  });
});

test("an S3 service that is away is said in one sentence", async () => {
  const store = s3Store({ url: "http://127.0.0.1:1", bucket: "any", key: "k", secret: "s", region: "eu-west-2" });
  await expect(store.put(randomUUID(), { number: 0, arrival: 1 }, Buffer.from("x"))).rejects.toThrow("The document service cannot be used");
});

let clamd: string;
/** Takes no document as long as a photo; takes it, and then does not look at it. */
let shortClamd: string;
let shallowClamd: string;
// The first time on a machine it is installed.
beforeAll(async () => {
  clamd = await startClamd();
  [shortClamd, shallowClamd] = await Promise.all([startClamd({ StreamMaxLength: "100K" }), startClamd({ MaxFileSize: "100K", AlertExceedsMax: "yes" })]);
}, 400_000);

describe.each(KINDS)("on %s", (kind) => {
  let site: DocumentSite;
  let folder: string;
  let caseId: string;
  const user = "user-1";

  beforeAll(async () => {
    folder = join(temporaryFolder(), "documents");
    const database = await freshDatabase(kind);
    site = { database, sealer: openSealer(`test:${randomBytes(32).toString("base64")}`), config: settings() };
    await emptyDatabase(database);
    caseId = randomUUID();
    await database.prisma.caseFile.create({ data: { id: caseId, reference: "EHC-1" } });
  });

  function settings(more: Partial<DocumentSite["config"]> = {}): DocumentSite["config"] {
    return { documents: { folder }, clamdUrl: undefined, scanWithout: "accept", ...more } as DocumentSite["config"];
  }
  const withSettings = (more: Partial<DocumentSite["config"]>): DocumentSite => ({ ...site, config: settings(more) });
  const about = (name: string, more: Partial<Announced> = {}): Announced => ({ owner: { caseId }, uploadedBy: user, fromFamily: true, kind: "evidence", name, ...more });
  const keep = (bytes: Buffer, name: string, more: Partial<Announced> = {}, at = site) => keepDocument(at, about(name, more), inParts(bytes));
  const row = async (id: string) => {
    const found = await getDocument(site.database.prisma, site.sealer, id);
    if (!found) throw new Error("It is not there.");
    return found;
  };
  const read = async (id: string) => Buffer.from(await (await documentResponse(site, await row(id))).arrayBuffer());
  const onDisk = (id: string) => {
    try {
      return readdirSync(join(folder, id.slice(0, 2), id)).sort();
    } catch {
      return [];
    }
  };

  test.each([
    ["a report.pdf", files.pdf, "application/pdf", "a report.pdf"],
    ["IMG_2041.JPG", files.jpeg, "image/jpeg", "IMG_2041.jpg"],
    ["photo.png", files.jpeg, "image/jpeg", "photo.jpg"],
    ["picture.png", files.png, "image/png", "picture.png"],
    ["IMG_1.heic", files.heic, "image/heic", "IMG_1.heic"],
    ["sticker.webp", files.webp, "image/webp", "sticker.webp"],
    ["a.gif", files.gif, "image/gif", "a.gif"],
    ["letter.docx", files.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "letter.docx"],
    ["odd order.docx", files.docxInOddOrder, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "odd order.docx"],
    ["diary.xlsx", files.xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "diary.xlsx"],
    ["old.doc", () => files.box("Root Entry", "WordDocument"), "application/msword", "old.doc"],
    ["letter.odt", files.odt, "application/vnd.oasis.opendocument.text", "letter.odt"],
    ["notes.txt", () => Buffer.from("Zażółć — نوٹس\n"), "text/plain", "notes.txt"],
    ["Meeting 12.03.2026", () => Buffer.from("What was said"), "text/plain", "Meeting 12.03.2026.txt"],
    ["report.final", files.pdf, "application/pdf", "report.final.pdf"],
    ["voice.mp3", files.mp3, "audio/mpeg", "voice.mp3"],
    ["voice.m4a", files.m4a, "audio/mp4", "voice.m4a"],
    ["voice.wav", files.wav, "audio/wav", "voice.wav"],
    ["voice.ogg", files.ogg, "audio/ogg", "voice.ogg"],
    ["my views.mp4", files.mp4, "video/mp4", "my views.mp4"],
    ["my views.MOV", files.mov, "video/quicktime", "my views.mov"],
    ["my views.webm", files.webm, "video/webm", "my views.webm"],
  ])("%s is taken for what it is, and given back as it came", async (name, make, mediaType, keptName) => {
    const bytes = make();
    const kept = await keep(bytes, name, { uploadedBy: name });
    expect(kept).toMatchObject({ state: "clean", mediaType, name: keptName, size: bytes.length, received: bytes.length });
    expect((await read(kept.id)).equals(bytes)).toBe(true);
  });

  test.each([
    ["nothing.pdf", () => Buffer.alloc(0), "empty"],
    ["program.pdf", files.exe, "type"],
    ["drawing.svg", files.svg, "type"],
    ["letter.rtf", files.rtf, "type"],
    ["things.zip", () => files.zip([{ name: "a.txt" }]), "type"],
    ["installer.msi", () => files.box("Root Entry", "Tables"), "type"],
    ["noise.txt", () => files.noise(5000, 5), "type"],
    ["report.pdf", () => Buffer.from("<html>no report</html>"), "name"],
    ["invoice.pdf.exe", files.pdf, "name"],
    ["page.html", () => Buffer.from("<script>alert(1)</script>"), "name"],
    ["script.js", () => Buffer.from("alert(1)"), "name"],
    ["letter.docm", files.docm, "macros"],
    ["renamed.docx", files.docm, "macros"],
    ["hidden.docx", () => files.docx([{ name: "word/vbaProject.bin" }]), "macros"],
    ["letter.docm", files.docx, "macros"],
    ["letter.odt", () => files.odt([{ name: "Basic/Standard/Module1.xml" }]), "macros"],
    ["old.doc", () => files.box("Root Entry", "WordDocument", "_VBA_PROJECT"), "macros"],
    ["secret.docx", () => files.box("Root Entry", "EncryptedPackage"), "locked"],
    ["locked.odt", () => files.odt([{ name: "a.xml", isLocked: true }]), "locked"],
    ["bomb.docx", () => files.docx([{ name: "word/media/image1.bin", saysSize: 4_000_000_000 }]), "too-big-inside"],
    ["cut.docx", () => files.docx().subarray(0, -30), "damaged"],
  ])("%s is refused, and nothing of it stays", async (name, make, reason) => {
    const kept = await keep(make(), name);
    expect(kept).toMatchObject({ state: "refused", stateReason: reason, keySealed: null, received: 0 });
    expect(onDisk(kept.id)).toEqual([]);
    expect((await documentResponse(site, kept)).status).toBe(404);
  });

  test("a document of 50 MB is kept, one byte more is refused, and neither is ever readable on disk", { timeout: 120_000 }, async () => {
    const words = Buffer.from("Amira Khan lives at 1 Invented Street. ");
    const bytes = Buffer.concat([files.jpeg(), Buffer.alloc(MOST_BYTES - files.jpeg().length, words)]);
    const kept = await keep(bytes, "film.jpg");
    expect(kept).toMatchObject({ state: "clean", size: MOST_BYTES });
    expect(onDisk(kept.id)).toHaveLength(50);
    for (const name of onDisk(kept.id)) {
      const path = join(folder, kept.id.slice(0, 2), kept.id, name);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(readFileSync(path).includes(words.subarray(0, 12))).toBe(false);
    }
    expect(createHash("sha256").update(await read(kept.id)).digest("hex")).toBe(kept.sha256);
    const larger = await keep(Buffer.concat([bytes, Buffer.from("x")]), "longer.jpg");
    expect(larger).toMatchObject({ state: "refused", stateReason: "too-large" });
    expect(onDisk(larger.id)).toEqual([]);
  });

  test("names, keys and bytes are not readable in the database", async () => {
    const kept = await keep(files.pdf("Diagnosis of Amira"), "Amira Khan.pdf");
    const rows = await site.database.prisma.$queryRaw<{ all: string }[]>`SELECT string_agg(row_to_json(d)::text, ' ') AS all FROM case_document d`;
    expect(rows[0]?.all).toContain(kept.id);
    for (const personal of ["Amira", "Khan", "Diagnosis"]) expect(rows[0]?.all).not.toContain(personal);
    const acts = await site.database.prisma.auditEntry.findMany({ where: { action: "document-clean" } });
    expect(acts.at(-1)).toMatchObject({ actor: `user:${user}`, caseId, detail: { document: kept.id, kind: "evidence" } });
  });

  describe("pieces", () => {
    const threePieces = files.jpeg(3 * PIECE_BYTES - 5000);
    const place = (id: string, name: string) => join(folder, id.slice(0, 2), id, name);
    const cannotBeRead = async (id: string) => expect(read(id)).rejects.toThrow();

    test("that are swapped, cut, altered or of another document do not open", async () => {
      const swapped = (await keep(threePieces, "a.jpg", { kind: "other" })).id;
      const [first, second, third] = onDisk(swapped) as [string, string, string];
      renameSync(place(swapped, first), place(swapped, "x"));
      renameSync(place(swapped, second), place(swapped, first));
      renameSync(place(swapped, "x"), place(swapped, second));
      await cannotBeRead(swapped);

      const cut = (await keep(files.jpeg(3 * PIECE_BYTES - 4000), "b.jpg")).id;
      rmSync(place(cut, third));
      await site.database.prisma.caseDocument.update({ where: { id: cut }, data: { size: 2 * PIECE_BYTES } });
      await cannotBeRead(cut);

      const one = (await keep(files.pdf("one"), "c.pdf")).id;
      const other = (await keep(files.pdf("two"), "d.pdf")).id;
      renameSync(place(one, onDisk(one)[0] as string), place(other, onDisk(other)[0] as string));
      await cannotBeRead(one);
      await cannotBeRead(other);
    });
  });

  describe("an arrival that breaks off", () => {
    const whole = files.jpeg(3 * PIECE_BYTES + 12_345, 9);
    const breaking = async function* (bytes: Buffer) {
      yield* inParts(bytes, 50_000);
      throw new Error("the network has gone");
    };

    test.each([0, 1, 70_000, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES + 333_333, 3 * PIECE_BYTES + 12_000])("after %d bytes goes on where it stood", async (at) => {
      const bytes = Buffer.concat([whole, Buffer.from(`${kind} ${at}`)]);
      const id = await announce(site, about("photo.jpg", { size: bytes.length }));
      await expect(receive(site, id, 0, breaking(bytes.subarray(0, at)))).rejects.toThrow("the network has gone");
      expect(await row(id)).toMatchObject({ state: "arriving", received: at });
      expect(await receive(site, id, at, inParts(bytes.subarray(at)))).toBe(bytes.length);
      expect(await finish(site, id)).toMatchObject({ id, state: "clean" });
      expect((await read(id)).equals(bytes)).toBe(true);
      expect(onDisk(id)).toHaveLength(4);
    });

    test("from another place than where it stands is refused, and nothing is written over", async () => {
      const id = await announce(site, about("photo.jpg", { size: whole.length }));
      await receive(site, id, 0, inParts(whole.subarray(0, 500_000)));
      await expect(receive(site, id, 400_000, inParts(whole.subarray(400_000)))).rejects.toThrow(TakenOverError);
      await expect(receive(site, id, 600_000, inParts(whole.subarray(600_000)))).rejects.toThrow(TakenOverError);
      expect(await row(id)).toMatchObject({ received: 500_000 });
    });

    test("and whose old connection still writes: only the new one counts", async () => {
      const id = await announce(site, about("photo.jpg", { size: whole.length }));
      let goOn = () => {};
      const held = new Promise<void>((done) => (goOn = done));
      const old = receive(site, id, 0, (async function* () {
        yield* inParts(whole.subarray(0, PIECE_BYTES + 1000));
        await held;
        yield files.noise(2 * PIECE_BYTES, 66);
      })());
      await expect.poll(async () => (await row(id)).received).toBe(PIECE_BYTES);
      const fresh = receive(site, id, PIECE_BYTES, (async function* () {
        yield* inParts(whole.subarray(PIECE_BYTES, 2 * PIECE_BYTES + 10));
        goOn();
        await expect(old).rejects.toThrow(TakenOverError);
        yield* inParts(whole.subarray(2 * PIECE_BYTES + 10));
      })());
      await fresh;
      expect(await finish(site, id)).toMatchObject({ state: "clean" });
      expect((await read(id)).equals(whole)).toBe(true);
    });
  });

  test("the same sent twice is one document with one receipt, however close together", async () => {
    const bytes = files.pdf("twice");
    const [a, b, c] = await Promise.all([keep(bytes, "a.pdf"), keep(bytes, "a.pdf"), keep(bytes, "a.pdf", { uploadedBy: "user-2" })]);
    expect(a.id).toBe(b.id);
    expect(c.id).not.toBe(a.id);
    const later = await keep(bytes, "a again.pdf");
    expect(later.id).toBe(a.id);
    expect(await site.database.prisma.caseDocument.count({ where: { sha256: a.sha256, uploadedBy: user, state: "clean" } })).toBe(1);
    expect(await site.database.prisma.caseDocument.count({ where: { state: "withdrawn", stateReason: `repeat:${a.id}`, received: { gt: 0 } } })).toBe(0);
  });

  describe("a scanner", () => {
    test("that is there finds what is harmful, and lets the rest through", async () => {
      const at = withSettings({ clamdUrl: clamd, scanWithout: "refuse" });
      expect(await keep(files.eicar(), "letter.txt", {}, at)).toMatchObject({ state: "refused", stateReason: "virus", keySealed: null });
      const large = Buffer.concat([files.jpeg(2_500_000, 4), files.eicar()]);
      expect(await keep(large, "photo.jpg", {}, at)).toMatchObject({ state: "refused", stateReason: "virus" });
      expect(await keep(files.docx([{ name: "word/media/image1.bin", content: files.eicar() }]), "letter.docx", {}, at)).toMatchObject({ state: "refused", stateReason: "virus" });
      expect(await keep(files.jpeg(2_500_000, 5), "photo.jpg", {}, at)).toMatchObject({ state: "clean" });
    });

    test("that is away, or looks at only a part: the document is held, refused or taken, as the council has set", async () => {
      for (const clamdUrl of [undefined, "tcp://127.0.0.1:1", "unix:/nonexistent/clamd.socket", shortClamd, shallowClamd]) {
        const bytes = files.jpeg(300_000, 10);
        const held = await keep(bytes, "photo.jpg", { uploadedBy: `held ${clamdUrl}` }, withSettings({ clamdUrl, scanWithout: "quarantine" }));
        expect(held, clamdUrl).toMatchObject({ state: "quarantined", stateReason: "not-scanned", mediaType: "image/jpeg" });
        expect((await documentResponse(site, held)).status).toBe(404);
        expect(await keep(bytes, "photo.jpg", { uploadedBy: `refused ${clamdUrl}` }, withSettings({ clamdUrl, scanWithout: "refuse" }))).toMatchObject({ state: "refused", stateReason: "not-scanned" });
        expect(await keep(bytes, "photo.jpg", { uploadedBy: `taken ${clamdUrl}` }, withSettings({ clamdUrl, scanWithout: "accept" }))).toMatchObject({ state: "clean" });
      }
    });

    test("that comes back looks at what was held", async () => {
      const away = withSettings({ clamdUrl: "tcp://127.0.0.1:1", scanWithout: "quarantine" });
      const good = await keep(files.pdf("held and good"), "good.pdf", {}, away);
      const bad = await keep(files.eicar(), "bad.txt", {}, away);
      await recheckQuarantined(away);
      expect(await row(good.id)).toMatchObject({ state: "quarantined" });
      await recheckQuarantined(withSettings({ clamdUrl: clamd, scanWithout: "quarantine" }));
      expect(await row(good.id)).toMatchObject({ state: "clean", stateReason: null, finishedAt: good.finishedAt });
      expect(await row(bad.id)).toMatchObject({ state: "refused", stateReason: "virus", keySealed: null });
      expect(onDisk(bad.id)).toEqual([]);
      expect(await recheckQuarantined(site)).toBe(0);
    });
  });

  test("what was begun and left is removed after seven days, and not before", async () => {
    const id = await announce(site, about("left.pdf", { size: 1000 }));
    await receive(site, id, 0, inParts(files.pdf()));
    const at = (days: number) => new Date(Date.now() + days * 86_400_000);
    await removeAbandoned(site, at(6.9));
    expect(await row(id)).toMatchObject({ state: "arriving" });
    expect(await removeAbandoned(site, at(7.1))).toBeGreaterThan(0);
    expect(await getDocument(site.database.prisma, site.sealer, id)).toBeNull();
    expect(onDisk(id)).toEqual([]);
  });

  test("names and keys are sealed anew when the council's key changes", async () => {
    const kept = await keep(files.pdf("keys"), "keys.pdf");
    // What was refused has no key to seal.
    await keep(files.exe(), "keys.exe");
    const newKey = openSealer(`new:${Buffer.alloc(32, 7).toString("base64")}`);
    const both = { ...newKey, open: (sealed: string, belongsTo: string) => (sealed.startsWith("new.") ? newKey : site.sealer).open(sealed, belongsTo) };
    expect(await resealAll(site.database.prisma, both)).toBeGreaterThan(1);
    expect(await resealAll(site.database.prisma, both)).toBe(0);
    site = { ...site, sealer: newKey };
    expect((await read(kept.id)).equals(files.pdf("keys"))).toBe(true);
  });

  describe("who may have it", () => {
    const ids = (list: { id: string }[]) => list.map(({ id }) => id);

    test("a family sees its own, the council's once it is released, and not what another keeps to themselves", async () => {
      const open = await keep(files.pdf("open"), "open.pdf");
      const own = await keep(files.pdf("own"), "own.pdf", { forUploaderOnly: true });
      const council = await keep(files.pdf("council"), "plan.pdf", { uploadedBy: "officer", fromFamily: false, kind: "plan" });
      const mine = ids(await documentsOfCase(site, caseId, { userId: user }));
      expect(mine).toEqual(expect.arrayContaining([open.id, own.id]));
      expect(mine).not.toContain(council.id);
      const other = ids(await documentsOfCase(site, caseId, { userId: "user-2" }));
      expect(other).toContain(open.id);
      expect(other).not.toContain(own.id);
      expect(ids(await documentsOfCase(site, caseId, "staff"))).toEqual(expect.arrayContaining([open.id, own.id, council.id]));
      const find = (id: string, reader: "staff" | { userId: string }, of = caseId) => findDocument(site, { caseId: of }, id, reader);
      expect(await find(own.id, { userId: "user-2" })).toBeNull();
      expect(await find(own.id, { userId: user })).toMatchObject({ id: own.id });
      expect(await find(own.id, { userId: user }, randomUUID())).toBeNull();
      expect(await find("nonsense", "staff")).toBeNull();
      expect(await find(council.id, { userId: user })).toBeNull();

      let told = 0;
      const release = () => releaseDocument(site, { id: council.id, caseId }, "officer", async () => {
        told++;
      });
      expect([await release(), await release()]).toEqual(["released", "already"]);
      expect(told).toBe(1);
      expect(await find(council.id, { userId: user })).toMatchObject({ id: council.id });
      expect(await withdrawDocument(site, { id: council.id, caseId }, "officer")).toBe(false);
    });

    test("the council's is not released before it is clean, and can be taken back until then", async () => {
      const held = await keep(files.pdf("held"), "letter.pdf", { uploadedBy: "officer", fromFamily: false, kind: "letter" }, withSettings({ scanWithout: "quarantine" }));
      expect(await releaseDocument(site, { id: held.id, caseId }, "officer", async () => {})).toBe("not-clean");
      expect(await withdrawDocument(site, { id: held.id, caseId }, "officer")).toBe(true);
      expect(onDisk(held.id)).toEqual([]);
    });

    test("receipts are for whoever sent it", async () => {
      const kept = await keep(files.pdf("receipt"), "receipt.pdf");
      const got = await receipts(site, { caseId }, [kept.id, kept.id, "nonsense", randomUUID()], user);
      expect(got).toMatchObject([{ id: kept.id, name: "receipt.pdf", state: "clean", from: "you" }]);
      expect(got[0]?.reference).toMatch(/^D-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
      expect(await receipts(site, { caseId }, [kept.id], "user-2")).toEqual([]);
    });
  });

  describe("giving out", () => {
    test.each([
      ["../../etc/pass\u0000wd\u202efdp.exe.pdf", `attachment; filename="passwdfdp.exe.pdf"; filename*=UTF-8''passwdfdp.exe.pdf`],
      ["Zażółć \"gęślą\"; 100%.pdf", `attachment; filename="Zazoc -gesla-- 100-.pdf"; filename*=UTF-8''Za%C5%BC%C3%B3%C5%82%C4%87%20-g%C4%99%C5%9Bl%C4%85-%3B%20100%25.pdf`],
      ["رپورٹ.pdf", `attachment; filename="document.pdf"; filename*=UTF-8''%D8%B1%D9%BE%D9%88%D8%B1%D9%B9.pdf`],
    ])("%j has a safe name", async (name, header) => {
      const kept = await keep(files.pdf(name), name);
      const response = await documentResponse(site, kept, { inline: true });
      expect(response.headers.get("Content-Disposition")).toBe(header);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "application/pdf", "cache-control": "no-store", "content-security-policy": "sandbox; default-src 'none'", "content-length": String(kept.size),
      });
      await response.body?.cancel();
    });

    test("only a picture is shown in the browser", async () => {
      const inline = async (bytes: Buffer, name: string) => (await documentResponse(site, await keep(bytes, name), { inline: true })).headers.get("Content-Disposition")?.split(";")[0];
      expect(await inline(files.png(), "x.png")).toBe("inline");
      expect(await inline(Buffer.from("words of a page"), "x.txt")).toBe("attachment");
    });

    test("what is missing from the store answers before anything is sent", async () => {
      const kept = await keep(files.pdf("missing"), "missing.pdf");
      await documentStore(site.config).remove(kept.id);
      await expect(documentResponse(site, kept)).rejects.toThrow(StoreError);
    });
  });

  describe("a form", () => {
    const post = (body: BodyInit, headers: Record<string, string> = {}) => new Request("http://site.example/form", { method: "POST", body, headers });
    const formOf = (fields: [string, string | File][]) => {
      const form = new FormData();
      for (const [name, value] of fields) form.append(name, value);
      return form;
    };
    const file = (bytes: Buffer, name: string) => new File([new Uint8Array(bytes)], name);
    const take = (request: Request) => readUploadForm(site, request, (form) => ({ owner: { caseId }, uploadedBy: user, fromFamily: true, kind: "evidence", forUploaderOnly: form.get("onlyMe") === "yes" }));

    test("of several files and fields is read as it arrives", async () => {
      const photo = files.jpeg(2_300_000, 21);
      const { form, documents, left } = await take(post(formOf([["note", "first line\nsecond; line"], ["onlyMe", "yes"], ["files", file(photo, 'photo; "of" ü.jpg')], ["files", file(files.exe(), "x.exe")], ["photo", file(Buffer.alloc(0), "")], ["files", file(files.pdf("last"), "last.pdf")], ["after", "1"]])));
      expect([form.get("note"), form.get("after"), left]).toEqual(["first line\nsecond; line", "1", 0]);
      expect(documents.map(({ name, state, stateReason, forUploaderOnly }) => [name, state, stateReason, forUploaderOnly])).toEqual([["photo; -of- ü.jpg", "clean", null, true], ["x.exe", "refused", "type", true], ["last.pdf", "clean", null, true]]);
      expect((await read(documents[0]?.id as string)).equals(photo)).toBe(true);
    });

    test("with more than ten files: ten are kept, and it says how many were left", async () => {
      const { documents, left } = await take(post(formOf(Array.from({ length: 12 }, (_, i) => ["files", file(files.pdf(`many ${i}`), `${i}.pdf`)]))));
      expect([documents.length, left]).toEqual([10, 2]);
    });

    test("without files is a form", async () => {
      const { form, documents } = await take(post(new URLSearchParams({ a: "1" })));
      expect([form.get("a"), documents]).toEqual(["1", []]);
    });

    test("cut into the smallest parts is the same form", async () => {
      const whole = Buffer.from(await post(formOf([["a", "\r\n--x\r\n"], ["files", file(files.pdf("byte by byte"), "b.pdf")]])).arrayBuffer());
      const boundary = /^--(\S+)/.exec(whole.toString("latin1"))?.[1] as string;
      const body = Readable.toWeb(Readable.from(inParts(whole, 1)));
      const { form, documents } = await take(new Request("http://site.example/", { method: "POST", body, duplex: "half", headers: { "Content-Type": `multipart/form-data; boundary=${boundary}` } } as RequestInit));
      expect([form.get("a"), documents[0]?.state]).toEqual(["\r\n--x\r\n".replaceAll("\r\n", "\n"), "clean"]);
    });

    test.each([
      ["without a boundary", "multipart/form-data", "x"],
      ["that breaks off in a file", "multipart/form-data; boundary=b", '--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-1.7'],
      ["that breaks off in a head", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data"],
      ["whose part has no name", "multipart/form-data; boundary=b", "--b\r\nX: y\r\n\r\nz\r\n--b--"],
      ["whose head has no end", "multipart/form-data; boundary=b", `--b\r\n${"x".repeat(40_000)}`],
      ["whose field is too long", "multipart/form-data; boundary=b", `--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n${"x".repeat(1_100_000)}\r\n--b--`],
      ["that has too many fields", "multipart/form-data; boundary=b", `${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(501)}--b--`],
    ])("%s is refused, and leaves nothing", async (_what, type, body) => {
      const before = await site.database.prisma.caseDocument.count();
      await expect(take(post(body, { "Content-Type": type }))).rejects.toThrow(expect.objectContaining({ name: "UnreadableFormError" }) as Error);
      expect(await site.database.prisma.caseDocument.count()).toBe(before);
    });
  });

  describe("by the tus protocol", () => {
    const path = () => `/my-child/${caseId}/uploads`;
    const ask = (method: string, at: string, headers: Record<string, string> = {}, body?: Buffer, who = user) =>
      resumableUpload(site, new Request(`http://site.example${at}`, { method, headers: { "Tus-Resumable": "1.0.0", ...headers }, ...(body ? { body: new Uint8Array(body) } : {}) }), path(), () => ({ owner: { caseId }, uploadedBy: who, fromFamily: true, kind: "evidence" }));
    const begin = async (bytes: Buffer, name: string) => {
      const answer = await ask("POST", path(), { "Upload-Length": String(bytes.length), "Upload-Metadata": `filename ${Buffer.from(name).toString("base64")}` });
      expect(answer.status).toBe(201);
      return answer.headers.get("Location") as string;
    };
    const patch = (at: string, offset: number, bytes: Buffer, who?: string) => ask("PATCH", at, { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" }, bytes, who);

    test("a photo comes in parts, says where it stands, and ends with a receipt", async () => {
      const bytes = files.jpeg(2_600_000, 31);
      const at = await begin(bytes, "Zdjęcie.jpg");
      expect((await patch(at, 0, bytes.subarray(0, 1_500_000))).headers.get("Upload-Offset")).toBe("1500000");
      const head = await ask("HEAD", at);
      expect([head.status, head.headers.get("Upload-Offset"), head.headers.get("Upload-Length"), head.headers.get("Upload-Metadata"), head.headers.get("Cache-Control")]).toEqual([200, "1500000", String(bytes.length), null, "no-store"]);
      expect((await patch(at, 1_000_000, bytes.subarray(1_000_000))).status).toBe(409);
      expect((await patch(at, 1_500_000, bytes.subarray(1_500_000))).status).toBe(204);
      const id = at.split("/").at(-1) as string;
      expect(await receipts(site, { caseId }, [id], user)).toMatchObject([{ name: "Zdjęcie.jpg", state: "clean" }]);
      expect((await read(id)).equals(bytes)).toBe(true);
      expect((await ask("HEAD", at)).headers.get("Upload-Offset")).toBe(String(bytes.length));
    });

    test("all of it came and the process ended before it said so: asking where it stands ends it", async () => {
      const bytes = files.pdf("unsaid");
      const at = await begin(bytes, "unsaid.pdf");
      const id = at.split("/").at(-1) as string;
      await receive(site, id, 0, inParts(bytes));
      expect((await ask("HEAD", at)).headers.get("Upload-Offset")).toBe(String(bytes.length));
      expect(await row(id)).toMatchObject({ state: "clean" });
    });

    test("nobody else can go on with it, nor ask where it stands", async () => {
      const at = await begin(files.pdf("mine"), "mine.pdf");
      expect((await ask("HEAD", at, {}, undefined, "user-2")).status).toBe(404);
      expect((await patch(at, 0, files.pdf("mine"), "user-2")).status).toBe(404);
      expect((await ask("HEAD", `${path()}/nonsense`)).status).toBe(404);
      expect((await ask("DELETE", at, {}, undefined, "user-2")).status).toBe(404);
    });

    test("whoever began it can take it back until it is all here", async () => {
      const bytes = files.jpeg(1_200_000, 77);
      const at = await begin(bytes, "not this one.jpg");
      await patch(at, 0, bytes.subarray(0, 1_100_000));
      const id = at.split("/").at(-1) as string;
      expect(onDisk(id)).toHaveLength(2);
      expect((await ask("DELETE", at)).status).toBe(204);
      expect(onDisk(id)).toEqual([]);
      expect((await ask("HEAD", at)).status).toBe(404);
      const sent = await begin(files.pdf("sent"), "sent.pdf");
      await patch(sent, 0, files.pdf("sent"));
      expect((await ask("DELETE", sent)).status).toBe(400);
    });

    test("what is too large is refused before it is sent, and what is not to be taken at its end", async () => {
      expect((await ask("POST", path(), { "Upload-Length": String(MOST_BYTES + 1) })).status).toBe(413);
      const at = await begin(files.exe(), "x.pdf");
      expect((await patch(at, 0, files.exe())).status).toBe(204);
      expect(await row(at.split("/").at(-1) as string)).toMatchObject({ state: "refused", stateReason: "type" });
    });
  });

  test("bytes are read by the piece, wherever they begin", async () => {
    const bytes = files.jpeg(2 * PIECE_BYTES, 41);
    const opened = await bytesOf(site, await keep(bytes, "range.jpg"));
    for (const [start, end] of [[0, 10], [PIECE_BYTES - 5, PIECE_BYTES + 5], [PIECE_BYTES, 2 * PIECE_BYTES], [bytes.length - 3, bytes.length + 100]] as const) {
      expect((await opened.range(start, end)).equals(bytes.subarray(start, end))).toBe(true);
    }
  });
});
