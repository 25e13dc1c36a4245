/**
 * The header in which server.js hands on the address that a request came from. It writes the header anew for every
 * request, after TRUST_PROXY: what a browser sends under this name is thrown away.
 */
export const CLIENT_ADDRESS_HEADER = "x-client-address";

/** The network address that a request came from, such as `203.0.113.9`; empty where no server of ours stands in front. */
export function clientAddress(request: Request): string {
  return request.headers.get(CLIENT_ADDRESS_HEADER) ?? "";
}

/**
 * The network that an address belongs to: itself, but for IPv6 the first 64 bits, of which one household has all the rest.
 * What is no address stays as it is.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  // A URL writes an IPv6 address out the one shortest way.
  const host = address.includes(":") ? URL.parse(`http://[${address.replace(/%.*$/, "")}]`)?.hostname.slice(1, -1) : undefined;
  if (!host) return address;
  const [before = "", after] = host.split("::");
  const head = before.split(":").filter(Boolean);
  const tail = after?.split(":").filter(Boolean) ?? [];
  const parts = after === undefined ? head : [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => "0"), ...tail];
  return `${parts.slice(0, 4).join(":")}::/64`;
}
