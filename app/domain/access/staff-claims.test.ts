import { expect, test } from "vitest";
import { readStaffRoles, staffRoleFrom, textClaim } from "./staff-claims.ts";

const NAMES = { caseworker: ["send-caseworker", "send-duty"], manager: ["send-manager"] };

test.each([
  [{ roles: ["send-caseworker"] }, "roles", "caseworker"],
  [{ roles: ["library", "send-duty"] }, "roles", "caseworker"],
  [{ roles: "send-manager" }, "roles", "manager"],
  [{ roles: ["send-caseworker", "send-manager"] }, "roles", "manager"],
  [{ realm_access: { roles: ["send-manager"] } }, "realm_access.roles", "manager"],
  [{ "https://council.example/roles": ["send-manager"] }, "https://council.example/roles", "manager"],
  [{ roles: ["SEND-MANAGER"] }, "roles", null],
  [{ roles: ["send-managers"] }, "roles", null],
  [{ roles: [] }, "roles", null],
  [{ roles: [["send-manager"]] }, "roles", null],
  [{ roles: { "send-manager": true } }, "roles", null],
  [{}, "roles", null],
  [{}, "constructor.name", null],
])("%j by the claim %s gives the role %s", (profile, claim, role) => {
  expect(staffRoleFrom(profile, claim, NAMES)).toBe(role);
});

test("the roles of a setting are read, and what cannot be read is refused", () => {
  expect(readStaffRoles("caseworker=send-caseworker, caseworker=send-duty,manager=send-manager")).toEqual(NAMES);
  expect(readStaffRoles("manager=a=b")).toEqual({ caseworker: [], manager: ["a=b"] });
  for (const wrong of ["", "manager", "manager=", "director=x", "caseworker=x;manager=y,z"]) expect(readStaffRoles(wrong), wrong).toBeNull();
});

test("a claim that is no text is none", () => {
  expect(textClaim({ officer: " o1 " }, "officer")).toBe("o1");
  for (const officer of [1, "", "  ", ["o1"], null]) expect(textClaim({ officer }, "officer")).toBeNull();
});
