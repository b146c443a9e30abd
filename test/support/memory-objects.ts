import type { ObjectStore } from "@tessera/core/attachments";

/** Object storage that keeps sizes alone: `put` stands for a client's upload to the URL that it was given. */
export function createMemoryObjects() {
  const stored = new Map<string, { size: number; contentType: string }>();
  const urlOf = (key: string, query: Record<string, string>) =>
    `https://objects.test/${key}?${new URLSearchParams(query)}`;
  const store: ObjectStore = {
    uploadUrl: async ({ key, contentType, size, expiresInSeconds }) => ({
      url: urlOf(key, { size: String(size), seconds: String(expiresInSeconds) }),
      method: "PUT",
      headers: { "content-type": contentType },
    }),
    downloadUrl: async ({ key, fileName, expiresInSeconds }) =>
      urlOf(key, { fileName, seconds: String(expiresInSeconds) }),
    head: async (key) => stored.get(key),
  };
  return {
    ...store,
    put: (url: string, object: { size: number; contentType?: string }) => {
      stored.set(new URL(url).pathname.slice(1), { contentType: "application/octet-stream", ...object });
    },
  };
}
