/** Lines that the help of several commands has in common. */
export const serverFlags = `  --base-url URL         the server (default: https://api.hubapi.com); http: on loopback only
  --token-file FILE      read the token from FILE, anew for each call (default: the variable
                         HUBSPOT_ACCESS_TOKEN)
  --max-wait S           stop when HubSpot asks to wait longer than S seconds (default: 300)
  --daily-reserve PERCENT
                         leave this much of the account's daily calls to its other apps
                         (default: 10)`;

export const readingFlags = `  --column NAME          the column with the addresses; a number where there is no header
  --encoding NAME        of the file, such as windows-1252 (default: UTF-8 or UTF-16, found out)`;

export const reportFlags = `  --report FILE          the report as CSV (default: beside the journal, as LIST.report.csv)
  --html FILE            one page for people besides`;

export const consentFlags = `  --yes                  do not ask; needed where there is no terminal
  --expect N             send nothing unless N addresses are to be sent
  --json                 a line of JSON for each entry on stdout`;
