import { expect, test } from "vitest";
import { CODE_BYTES, codeOf, printedCode, readCode } from "./activation-code.ts";

test("ten bytes make sixteen letters and figures, each byte of which counts", () => {
  expect(codeOf(new Uint8Array(CODE_BYTES))).toBe("0000000000000000");
  expect(codeOf(new Uint8Array(CODE_BYTES).fill(255))).toBe("ZZZZZZZZZZZZZZZZ");
  const codes = new Set<string>();
  for (let at = 0; at < CODE_BYTES; at++) for (let bit = 0; bit < 8; bit++) codes.add(codeOf(Uint8Array.from({ length: CODE_BYTES }, (_byte, i) => (i === at ? 1 << bit : 0))));
  expect(codes.size).toBe(80);
  expect(() => codeOf(new Uint8Array(9))).toThrow(RangeError);
});

test("a code is understood however it is typed", () => {
  const code = "01K7P9QRT2WXZ5AB";
  expect(printedCode(code)).toBe("01K7-P9QR-T2WX-Z5AB");
  for (const typed of ["01K7-P9QR-T2WX-Z5AB", "01k7p9qrt2wxz5ab", " 01k7 p9qr t2wx z5ab ", "OIk7–P9QR—T2WX-Z5AB", "oLK7.P9QR.T2WX.Z5AB", "０１K7P9QRT2WXZ5AB"]) expect(readCode(typed), typed).toBe(code);
});

test("what cannot be a whole code is none", () => {
  for (const typed of ["", "01K7-P9QR-T2WX", "01K7-P9QR-T2WX-Z5AB-1", "U1K7-P9QR-T2WX-Z5AB", "ب".repeat(16)]) expect(readCode(typed), typed).toBeNull();
});

test("printing and reading a code gives it back", () => {
  for (let i = 0; i < 500; i++) {
    const code = codeOf(crypto.getRandomValues(new Uint8Array(CODE_BYTES)));
    expect(readCode(printedCode(code).toLowerCase())).toBe(code);
  }
});
