import { expect, it } from "vitest";
import { namesOfHost } from "../index.ts";

it("a link's host is asked about by its name and those above it, never by a single label or by www", () => {
  const valuesOf = (host: string) => namesOfHost(host).map(({ value }) => value);
  expect(valuesOf("www.acme.example")).toEqual(["acme.example"]);
  expect(valuesOf("go.acme.co.uk")).toEqual(["co.uk", "acme.co.uk", "go.acme.co.uk"]);
  expect(valuesOf("a.b.c.d.acme.example")).toEqual(["acme.example", "d.acme.example", "c.d.acme.example"]);
  expect(valuesOf("localhost")).toEqual([]);
  expect(namesOfHost("192.0.2.1")).toEqual([{ of: "address", value: "192.0.2.1" }]);
  expect(namesOfHost("[2001:db8::1]")).toEqual([{ of: "address", value: "2001:db8::1" }]);
});
