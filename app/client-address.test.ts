import type { AddressInfo } from "node:net";
import express from "express";
import { expect, test } from "vitest";
import { handOnAddress } from "../server.js";
import { CLIENT_ADDRESS_HEADER, clientAddress, networkOf } from "./client-address.server.ts";

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["", ""],
  ["no:address", "no:address"],
])("the network of %j is %j", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test("a request that came through no server of ours has no address", () => {
  expect(clientAddress(new Request("https://example.org/"))).toBe("");
});

test.each([
  [0, "127.0.0.1"],
  [1, "203.0.113.2"],
  [2, "203.0.113.1"],
])("behind %i proxies that are trusted a request comes from %s, whatever it says of itself", async (trustProxy, address) => {
  const app = express().set("trust proxy", trustProxy).use(handOnAddress, (request, response) => void response.send(request.headers[CLIENT_ADDRESS_HEADER]));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers: { [CLIENT_ADDRESS_HEADER]: "198.51.100.7", "X-Forwarded-For": "203.0.113.1, 203.0.113.2" } });
  expect(await answer.text()).toBe(address);
  server.close();
});
