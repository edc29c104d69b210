import { describe, expect, test } from "vitest";
import { plainText } from "../../src/text/plain-text.js";
import { createRedact } from "../../src/text/redact.js";

const TOKEN = "pat-test-1.2+3/4=";
const redact = createRedact(
  ["Ann.O'Neil+x@Example.com", '"ann b"@example.org', " 0049-151-23456 ", "ab", "a|b*c(d"],
  new Set([TOKEN]),
);

describe("redaction of addresses", () => {
  test.each([
    "ann.o'neil+x@example.com",
    "ANN.O'NEIL+X@EXAMPLE.COM",
    "<ann.o'neil+x@example.com>",
    "mailto:ann.o'neil+x@example.com",
    "ann.o'neil%2Bx%40example.com",
    "ann.o'neil%2bx%2540example.com",
    "ann.o'neil%2bx%2525252540example.com",
    "%61nn.o'neil+x@example.com",
    "ann.o'neil\\u002bx\\u0040example.com",
    "ann.o'neil+x\\\\u0040example.com",
    "ann.o'neil+x\\u{40}example.com",
    "ann.o'neil+x\\x40example.com",
    "ann.o'neil+x&#64;example.com",
    "ann.o'neil+x&#0064;example.com",
    "ann.o'neil+x&#x40;example.com",
    "ann.o'neil&plus;x&commat;example.com",
    "ann.o'neil+x&amp;#64;example.com",
    "ann.o'neil+x\uff20example.com",
    "ann.o'neil+x\ufe6bexample.com",
    "ann.o'neil+x @ example.com",
    "[ann.o'neil+x]@[example.com]",
    "ann.o'neil+x<b>@</b>example.com",
    "ann.o'neil<wbr>+x<!-- at -->@<kbd class=x>example</kbd>.com",
    "&#97;nn.o'neil+x@example.com",
    '"ann b"@example.org',
    '\\"ann b\\"@example.org',
    "%22ann%20b%22%40example.org",
    "0049-151-23456",
    "a|B*c(d",
    "carol@example.net",
    "CAROL%40EXAMPLE.NET",
    "{carol@example.net}",
    '"carol@example.net"',
    "caröl@exämple.net",
    "carol@localhost",
    "carol@[192.0.2.1]",
    "user=carol@example.net",
    "https://example.net/?to=carol@example.net&x=1",
    '"carol d"@example.net',
    "ca\u200brol@example.net",
    "carol\ufeff@\u00adexample.net",
    "carol&#x200b;@example.net",
    [..."carol@example.net"].join("\0"),
    [..."0049-151-23456"].join("\0"),
    "0049-<wbr>151-<i>23456</i>",
    "%ffcarol%40example.net",
    "carol%ff%40example.net",
    "carol@",
  ])("hides %s", (spelling) => {
    const shown = redact(`The value ${spelling} is not valid.`);
    expect(shown).toMatch(/^The value .*\[address\].* is not valid\.$/);
    expect(shown).not.toMatch(/ann|o'neil|carol|carö|ca.rol|d"|b"|net|example|23456|c\(d/i);
  });

  test("hides each of several", () => {
    expect(redact("a@example.com, b@example.com;c@example.com and 0049-151-23456")).toBe(
      "[address], [address] and [address]",
    );
  });

  test.each([
    "Invalid input JSON on line 1, column 12: nothing here.",
    "50% of 100 & more",
    "One or more fields [inputs] are {wrong} <now>",
    "meet @ noon",
    "an absent cab",
    "C:/path/file.ts",
  ])("leaves other text alone: %s", (text) => {
    expect(redact(text)).toBe(text);
  });

  test.each([
    "odd.one+'two'",
    "ODD&period;one&plus;&apos;two&#39;",
    "odd&PERIOD;one\\x2b\\'two\\'",
    "odd%2eone%2B%27two%27",
  ])("hides an entry of the list that does not look like an address: %s", (spelling) => {
    const show = createRedact(["odd.one+'two'"], new Set());
    expect(show(`The value ${spelling} is not valid.`)).toBe("The value [address] is not valid.");
  });

  test("an entry of the list too short to be anyone's is not looked for", () => {
    expect(redact("about")).toBe("about");
    expect(createRedact(["ab", "abc"], new Set())("ab abc")).toBe("ab [address]");
  });

  test("an entry longer than what is looked at does not stop it", () => {
    const show = createRedact(["x".repeat(100_000), "carol-5"], new Set(["y".repeat(100_000)]));
    expect(show("carol-5 and dave@example.com")).toBe("[address] and [address]");
  });

  test("a name of one letter is a name", () => {
    expect(redact("a@ and @b")).toBe("[address] and [address]");
  });
});

describe("redaction of the token", () => {
  test.each([
    TOKEN,
    TOKEN.toUpperCase(),
    encodeURIComponent(TOKEN),
    TOKEN.replaceAll("/", "\\/"),
    TOKEN.replaceAll("-", "-<wbr>"),
    TOKEN.replaceAll("-", "-\u200b"),
    [...TOKEN].join("\0"),
  ])("hides %s", (spelling) => {
    expect(redact(`Bearer ${spelling} is out of date`)).toBe("Bearer [token] is out of date");
  });

  test("hides each token of a call, also one that came later", () => {
    const tokens = new Set(["first-token"]);
    const show = createRedact([], tokens);
    expect(show("first-token second-token")).toBe("[token] second-token");
    tokens.add("second-token");
    expect(show("first-token second-token")).toBe("[token] [token]");
  });

  test("hides the longer of two of which one begins like the other", () => {
    expect(createRedact([], new Set(["abc", "abcdef"]))("abcdef")).toBe("[token]");
  });

  test("hides one that looks like an escape itself", () => {
    const show = createRedact(["a%62c-5"], new Set(["t%41\\x42&amp;", "tk<b>2"]));
    expect(show("t%41\\x42&amp; and a%62c-5, tk<b>2")).toBe("[token] and [address], [token]");
  });

  test("without a secret nothing is hidden", () => {
    expect(createRedact([], new Set())("plain")).toBe("plain");
    expect(createRedact([""], new Set())("plain")).toBe("plain");
  });
});

describe("the length and form of what is shown", () => {
  test("is clipped after the redaction, so that no half of an address is left", () => {
    const shown = redact(`${"x ".repeat(144)}ann.o'neil+x@example.com and more`);
    expect(shown).toHaveLength(300);
    expect(shown).toMatch(/ \[address\] a…$/);
  });

  test("keeps as much as it is told", () => {
    expect(redact("abcdef", 6)).toBe("abcdef");
    expect(redact("abcdef", 5)).toBe("abcd…");
    expect(redact("abc\u{1f600}d", 5)).toBe("abc…");
  });

  test("no half of an address is left where a long text is cut before the redaction", () => {
    for (let shift = 0; shift < 40; shift += 1) {
      const text = `${"y".repeat(4_060 + shift)} ann.o'neil+x@example.com`;
      expect(redact(text, 10_000)).not.toMatch(/ann|neil|exam/);
    }
  });

  test.each([10, 11])(
    "a long text is cut at the end of a word, here after %i letters",
    (length) => {
      const word = "y".repeat(length);
      expect(redact(`${word} ${"z".repeat(10_000)}`)).toBe(`${word}…`);
    },
  );

  test("a text is long from the 4097th character on", () => {
    expect(redact("z".repeat(4_096), 10_000)).toBe("z".repeat(4_096));
    expect(redact("z".repeat(4_097), 10_000)).toBe("…");
    expect(redact(`${"z".repeat(4_096)} z`, 10_000)).toBe(`${"z".repeat(4_096)}…`);
  });

  test("a long text without a word to end at is dropped", () => {
    expect(redact("z".repeat(10_000))).toBe("…");
  });

  test("is one line without control characters", () => {
    expect(redact("a\r\nb\u001b[31mc\u0000\u2028d")).toBe("a b [31mc d");
    expect(redact("a%0d%0ab")).toBe("a b");
  });

  test.each(["@", "%40", "a@", "\\", "&#", '"', "%", "<", "a "])(
    "is done with a hostile text of %j in time, where backtracking would take minutes",
    (part) => {
      expect(redact(part.repeat(1_000_000)).length).toBeLessThanOrEqual(300);
    },
  );
});

describe("the words of a page", () => {
  test("are its text without markup, scripts and styles", () => {
    const page =
      "<!doctype html><html><head><style>p{}</style><script>x=1</script></head>" +
      '<body><h1>Sign in</h1>\n<p class="x">Your session <b>has</b> ended.</p></body></html>';
    expect(plainText(page)).toBe("Sign in Your session has ended.");
  });

  test("hold a title once that the first of them repeat", () => {
    const page = (title: string, heading: string, rest = "Try later.") =>
      `<head><title>${title}</title></head><body><h1>${heading}</h1>${rest}</body>`;
    expect(plainText(page("Bad gateway", "Bad\ngateway"))).toBe("Bad gateway Try later.");
    expect(plainText(page("Error", "Error", ""))).toBe("Error");
    expect(plainText(page("Error", "Errors"))).toBe("Error Errors Try later.");
    expect(plainText(page("", "Error"))).toBe("Error Try later.");
  });

  test("markup inside an address does not hide it from the redaction", () => {
    for (const page of [
      "<p>ann<wbr>.oneil@exam<b>ple</b>.com failed</p>",
      "<p>ann<mark>.oneil</mark><!-- at -->@exam<small class=x>ple</small>.com failed</p>",
    ]) {
      expect(redact(plainText(page))).toBe("[address] failed");
    }
  });

  test("keeps words apart where markup stood between them", () => {
    expect(plainText("<p>one</p><p>two</p>three<script>x</script>four")).toBe("one two three four");
  });

  test("leaves no half of an address where a long page is cut", () => {
    for (let shift = 0; shift < 30; shift += 1) {
      const markup = "<p></p>".repeat(2_850);
      const page = `${markup}${"<br>".repeat(10)}${"-".repeat(shift)} carol@example.net </p>`;
      expect(redact(plainText(page))).not.toMatch(/car|exa/);
    }
    expect(plainText(`<p>${"word ".repeat(10_000)}`)).toMatch(/^(?:word )+word…$/);
  });

  test("a tag that never ends is no text", () => {
    expect(plainText("fine <a href='mailto:ann@example.com")).toBe("fine");
  });
});
