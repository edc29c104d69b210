/** Lines that the help of several commands has in common. */
export const serverFlags = `  --base-url URL         the server (default: https://api.hubapi.com); http: on loopback only
  --token-file FILE      read the token from FILE, anew for each call (default: the variable
                         HUBSPOT_ACCESS_TOKEN)
  --max-wait S           stop when HubSpot asks to wait longer than S seconds (default: 300)
  --daily-reserve PERCENT
                         leave this much of the account's daily calls to its other apps
                         (default: 10)`;

export const readingFlags = `  --column NAME          a column with addresses, by its name or number; may be repeated
  --where COLUMN=VALUE   only these rows; also COLUMN!=VALUE, COLUMN= (empty), COLUMN!= (filled);
                         repeated for one column: any of the values, for another: both must hold
  --all-rows             every row, whatever a column says of consent, and hidden ones
  --sheet NAME           of a workbook (default: the first)
  --member NAME          the file in a zip archive
  --separator CHAR       between cells: a character, or comma, semicolon, tab, pipe, space
  --header-row N         the row with the names of the columns
  --encoding NAME        of the file, such as windows-1252 (default: UTF-8 or UTF-16, found out)`;

export const reportFlags = `  --report FILE          the report as CSV (default: beside the journal, as LIST.report.csv)
  --html FILE            one page for people besides`;

export const consentFlags = `  --yes, -y              do not ask; needed where there is no terminal
  --expect N             send nothing unless N addresses are to be sent
  --json                 a line of JSON for each entry on stdout`;
