import { expect, test } from "vitest";

import { isPastProxy } from "../../src/proxy/no-proxy.js";

test.each<[string, string, boolean]>([
  ["https://api.example.com/", "", false],
  ["https://api.example.com/", "*", true],
  ["https://api.example.com/", "example.com", true],
  ["https://api.example.com/", ".example.com", true],
  ["https://api.example.com/", "*.example.com", true],
  ["https://api.example.com/", "API.EXAMPLE.COM", true],
  ["https://api.example.com/", "one.example, api.example.com", true],
  ["https://api.example.com/", "one.example api.example.com", true],
  ["https://api.example.com/", "ample.com", false],
  ["https://api.example.com/", "api.example.com.example", false],
  ["https://api.example.com/", "api.example.com:443", true],
  ["https://api.example.com/", "api.example.com:8443", false],
  ["https://api.example.com:8443/", "example.com:8443", true],
  ["http://api.example.com/", "example.com:80", true],
  ["http://[2001:db8::1]/", "[2001:db8::1]", true],
  ["http://[2001:db8::1]:8080/", "[2001:db8::1]:8080", true],
  ["https://api.example.com/", ",", false],
  ["http://localhost:1/", "", true],
  ["http://mock.localhost/", "", true],
  ["http://127.0.0.1:1/", "", true],
  ["http://127.9.9.9/", "", true],
  ["http://[::1]:1/", "", true],
  ["http://127.0.0.1.example.com/", "", false],
])("%s with NO_PROXY=%j: past the proxy, %s", (url, noProxy, past) => {
  expect(isPastProxy(url, noProxy)).toBe(past);
});
