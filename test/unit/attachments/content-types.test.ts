import { attachmentContentType, attachmentContentTypes, maxAttachmentBytes } from "@tessera/core/attachments";
import { describe, expect, it } from "vitest";

describe("PX-47 what may be attached", () => {
  it("is at most 25 MB", () => {
    expect(maxAttachmentBytes).toBe(26_214_400);
  });

  it.each(attachmentContentTypes)("takes %s", (type) => {
    expect(attachmentContentType(type)).toBe(type);
  });

  it.each([
    ["Image/PNG", "image/png"],
    ["text/plain; charset=utf-8", "text/plain"],
    [" application/json ;charset=utf-8", "application/json"],
  ])("reads %s as %s", (given, type) => {
    expect(attachmentContentType(given)).toBe(type);
  });

  it.each([
    "text/html",
    "application/xhtml+xml",
    "image/svg+xml",
    "text/xml",
    "text/javascript",
    "application/octet-stream",
    "application/x-msdownload",
    "application/x-sh",
    "application/java-archive",
    "application/vnd.ms-excel.sheet.macroEnabled.12",
    "image/*",
    "image/png, text/html",
    "image/png\r\nx-evil: 1",
    "",
    ";",
  ])("refuses %j", (type) => {
    expect(attachmentContentType(type)).toBeUndefined();
  });
});
