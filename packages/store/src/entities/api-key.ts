import { ApiKey } from "@tessera/core/access";
import { defineEntity, type Key } from "../entity.ts";
import { timeKey } from "./sort-key.ts";

/** One key by what is presented -> authenticateKey: signing in is one read. */
export function apiKeyKey(sha256: string): Key {
  return { pk: `KEY#${sha256}`, sk: "KEY" };
}

/** One key by id -> DELETE /admin/keys/{key_id}; AuditReader.verify. */
export function apiKeyById(keyId: string) {
  return { index: "gsi3", pk: `KEYID#${keyId}` } as const;
}

/** One client's or user's keys, newest first -> GET /admin/keys; suspending a client; AuditReader.subjects. */
export function keysOfSubject(subjectId: string) {
  return { index: "gsi1", pk: `SUBJECT#${subjectId}#KEYS` } as const;
}

export const apiKeyEntity = defineEntity({
  name: "apiKey",
  schema: ApiKey,
  keys: (key) => ({
    ...apiKeyKey(key.sha256),
    gsi1: { pk: keysOfSubject(key.subject.id).pk, sk: timeKey(key.createdAt, key.id) },
    gsi3: { pk: apiKeyById(key.id).pk, sk: "KEY" },
  }),
});
