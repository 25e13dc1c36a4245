import { describe, expect, test } from "vitest";
import { ACCEPT, cleanName, extensionOf, FILE_TYPES, nameFits, nameForType, takenType } from "./file-types.ts";
import { receiptReference } from "./kinds.ts";
import { namesRecipient } from "./recipient.ts";

test("a receipt's reference can be said on the phone, and is the same each time", () => {
  expect(receiptReference("00000000-0000-4000-8000-000000000000")).toBe("D-0000-0000");
  expect(receiptReference("ffffffff-ff00-4000-8000-000000000000")).toBe("D-ZZZZ-ZZZZ");
  expect(receiptReference("12345678-9a00-4000-8000-000000000000")).toBe(receiptReference("12345678-9a11-4000-8000-000000000001"));
});

test.each([
  ["C:\\Users\\Amira\\report.pdf", "report.pdf"],
  ["/etc/passwd", "passwd"],
  ["..", "document"],
  ["", "document"],
  [".htaccess", "htaccess"],
  ["a\u202egpj.exe", "agpj.exe"],
  ["tab\there\r\nand there.pdf", "tabhereand there.pdf"],
  ["a<b>c:d\"e|f?g*.pdf", "a-b-c-d-e-f-g-.pdf"],
  [`${"x".repeat(400)}.pdf`, `${"x".repeat(150)}.pdf`],
  ["رپورٹ.pdf", "رپورٹ.pdf"],
])("the name %j is kept as %j", (raw, clean) => {
  expect(cleanName(raw)).toBe(clean);
});

test("a name ends as its type's names end", () => {
  expect(nameForType("photo.png", "image/jpeg")).toBe("photo.jpg");
  expect(nameForType("photo.jpeg", "image/jpeg")).toBe("photo.jpeg");
  expect(nameForType("report.final", "application/pdf")).toBe("report.final.pdf");
  expect(nameForType("Meeting 12.03", "text/plain")).toBe("Meeting 12.03.txt");
});

test("what a computer would run is refused by its name, whatever its bytes are", () => {
  for (const extension of ["exe", "js", "html", "svg", "docm", "lnk", "EXE"]) expect(nameFits(`a.${extension}`, "application/pdf"), extension).toBe(false);
  expect(nameFits("a.pdf", "text/plain")).toBe(false);
  expect(nameFits("a.csv", "text/plain")).toBe(true);
  expect(nameFits("a", "image/jpeg")).toBe(true);
});

test("every type has extensions of its own spelling, and is found by its name", () => {
  for (const { mediaType, extensions } of FILE_TYPES) {
    expect(takenType(mediaType)).toBe(mediaType);
    for (const extension of extensions) {
      expect(extensionOf(`a.${extension}`)).toBe(extension);
      expect(ACCEPT).toContain(`.${extension}`);
    }
  }
  expect(takenType("application/x-msdownload")).toBeNull();
});

describe("before a paper is released, what the officer types", () => {
  const child = { firstName: "Amira Noor", lastName: "Khan-Reed", reference: "EHC-DEMO-01" };
  test.each(["AK", "a.k.", "ANKR", "A N K R", "ehc demo 01", "EHC-DEMO-01"])("%j names the child", (typed) => {
    expect(namesRecipient(typed, child)).toBe(true);
  });
  test.each(["", " ", "AR", "A", "KA", "EHC-DEMO-02", "Amira"])("%j does not", (typed) => {
    expect(namesRecipient(typed, child)).toBe(false);
  });
  test("the initials of a child whose name is not known name nobody", () => {
    expect(namesRecipient("A", { firstName: "A", lastName: null, reference: "X-1" })).toBe(false);
    expect(namesRecipient("x1", { firstName: null, lastName: null, reference: "X-1" })).toBe(true);
  });
});
