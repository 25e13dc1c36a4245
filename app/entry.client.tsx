// Most pages are finished when they arrive and need a few kilobytes at most; React comes only where the server sent the
// data to start it with.
if ("__remixContext" in window) void import("./hydrate.client.tsx");
else void import("./enhance/enhance.ts");
