import { deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { mostUnpackedBytes, unpack } from "./unpack.ts";
import { zipOf } from "./zip.fixture.ts";

const text = "<feedback/>";

describe("a report's wrapping", () => {
  test.each([
    ["nothing", Buffer.from(text)],
    ["gzip", gzipSync(text)],
    ["an archive", zipOf("r.xml", text)],
    ["an archive that does not pack", zipOf("r.xml", text, 0)],
    ["another alphabet", Buffer.from(`\ufeff${text}`, "utf16le")],
  ])("of %s is taken off", async (_, bytes) => {
    expect(await unpack(bytes)).toEqual({ ok: true, text });
  });

  test.each([
    ["a gzip bomb", gzipSync(Buffer.alloc(mostUnpackedBytes + 1)), /larger than 20 MB/],
    ["an archive bomb", zipOf("r.xml", Buffer.alloc(mostUnpackedBytes + 1)), /larger than 20 MB/],
    ["six megabytes", Buffer.alloc(6 * 1024 * 1024), /larger than 5 MB/],
    ["half a gzip", gzipSync(text.repeat(100)).subarray(0, 20), /cannot be unpacked/],
    ["half an archive", zipOf("r.xml", text).subarray(0, 40), /ends in the middle/],
    ["an archive whose directory lies outside of it", pointingOutside(), /cannot be unpacked/],
    ["an unknown method", zipOf("r.xml", text, 99), /method/],
  ])("that is %s is refused, whatever it would become", async (_, bytes, reason) => {
    const unpacked = await unpack(bytes);
    expect(unpacked.ok ? "" : unpacked.reason).toMatch(reason);
    expect(deflateRawSync(bytes).length).toBeLessThan(100_000);
  });
});

function pointingOutside(): Buffer {
  const bytes = zipOf("r.xml", text);
  bytes.writeUInt32LE(0x7fffffff, bytes.length - 6);
  return bytes;
}
