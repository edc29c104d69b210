import { describe, expect, test } from "vitest";
import { question } from "./question.js";
import { read } from "./lists.js";

/** What each answer to the question takes, by the values of its flags. */
async function answers(
  content: string | Uint8Array,
  name?: string,
): Promise<Record<string, string>> {
  const { choices } = await question(content, name);
  const taken: Record<string, string> = {};
  for (const { flags } of choices) {
    const [flag, value = ""] = flags;
    const options = flag === "--all-rows" ? { allRows: true } : { where: [value] };
    const { read: entries } = await read(content, name, options);
    taken[value === "" ? "all" : value] = entries
      .map((entry) => entry.replace(/^\d+ (\w+)@.*/, "$1"))
      .join(" ");
  }
  return taken;
}

describe("an export that says who is out, and of some that they are not, is a question", () => {
  test.each<[string, string, string, Record<string, string>]>([
    [
      "HubSpot, contacts",
      "hubspot-crm-exports-all-contacts.csv",
      "Record ID,First Name,Email,Unsubscribed from all email\n1,Ana,ana@example.com,true\n2,Ben,ben@example.com,false\n3,Cy,cy@example.com,\n",
      {
        "Unsubscribed from all email=true": "ana",
        "Unsubscribed from all email=false": "ben",
        "Unsubscribed from all email=": "cy",
        all: "ana ben cy",
      },
    ],
    [
      "Mailchimp, members in one file",
      "members_export.csv",
      '"Email Address","First Name",MEMBER_RATING,OPTIN_TIME,UNSUB_TIME\nana@example.com,Ana,2,"2024-01-01 10:00:00",\nben@example.com,Ben,2,"2024-01-02 10:00:00","2024-05-05 10:00:00"\n',
      { "UNSUB_TIME=": "ana", "UNSUB_TIME=2024-05-05 10:00:00": "ben", all: "ana ben" },
    ],
    [
      "SendGrid, contacts",
      "contacts.csv",
      "EMAIL,FIRST_NAME,UNSUBSCRIBED\nana@example.com,Ana,1\nben@example.com,Ben,0\n",
      { "UNSUBSCRIBED=1": "ana", "UNSUBSCRIBED=0": "ben", all: "ana ben" },
    ],
    [
      "Mailgun, a mailing list",
      "list.csv",
      "address,name,subscribed\nana@example.com,Ana,yes\nben@example.com,Ben,no\n",
      { "subscribed=yes": "ana", "subscribed=no": "ben", all: "ana ben" },
    ],
    [
      "Klaviyo",
      "klaviyo.csv",
      "Email,First Name,Email Marketing Consent,Email Marketing Consent Timestamp\nana@example.com,Ana,SUBSCRIBED,2024-01-01\nben@example.com,Ben,UNSUBSCRIBED,2024-01-01\ncy@example.com,Cy,NEVER_SUBSCRIBED,\n",
      {
        "Email Marketing Consent=SUBSCRIBED": "ana",
        "Email Marketing Consent=UNSUBSCRIBED": "ben",
        "Email Marketing Consent=NEVER_SUBSCRIBED": "cy",
        all: "ana ben cy",
      },
    ],
    [
      "Brevo",
      "brevo.csv",
      "CONTACT ID;EMAIL;NAME;EMAIL_BLOCKLISTED\n1;ana@example.com;Ana;true\n2;ben@example.com;Ben;false\n",
      { "EMAIL_BLOCKLISTED=true": "ana", "EMAIL_BLOCKLISTED=false": "ben", all: "ana ben" },
    ],
    [
      "ActiveCampaign",
      "activecampaign.csv",
      "Email,Name,Status,Bounced\nana@example.com,Ana,Active,0\nben@example.com,Ben,Unsubscribed,0\ncy@example.com,Cy,Bounced,1\n",
      {
        "Status=Active": "ana",
        "Status=Unsubscribed": "ben",
        "Status=Bounced": "cy",
        "Bounced=0": "ana ben",
        "Bounced=1": "cy",
        all: "ana ben cy",
      },
    ],
    [
      "Constant Contact",
      "contacts.csv",
      "Email address,First name,Email status,Email permission status\nana@example.com,Ana,Active,Implicit\nben@example.com,Ben,Unsubscribed,Unsubscribed\n",
      {
        "Email status=Active": "ana",
        "Email status=Unsubscribed": "ben",
        "Email permission status=Implicit": "ana",
        "Email permission status=Unsubscribed": "ben",
        all: "ana ben",
      },
    ],
    [
      "Campaign Monitor",
      "list.csv",
      "Email Address,Name,State,Date\nana@example.com,Ana,Active,2024-01-01\nben@example.com,Ben,Unsubscribed,2024-01-02\ncy@example.com,Cy,Bounced,2024-01-03\n",
      {
        "State=Active": "ana",
        "State=Unsubscribed": "ben",
        "State=Bounced": "cy",
        all: "ana ben cy",
      },
    ],
    [
      "Salesforce",
      "report.csv",
      '"First Name","Email","Email Opt Out"\nAna,ana@example.com,1\nBen,ben@example.com,0\n',
      { "Email Opt Out=1": "ana", "Email Opt Out=0": "ben", all: "ana ben" },
    ],
    [
      "Salesforce, by names of the API",
      "contact.csv",
      "Id,Email,HasOptedOutOfEmail\n1,ana@example.com,true\n2,ben@example.com,false\n",
      { "HasOptedOutOfEmail=true": "ana", "HasOptedOutOfEmail=false": "ben", all: "ana ben" },
    ],
    [
      "Marketo",
      "leads.csv",
      "Email Address,Unsubscribed,Unsubscribed Reason\nana@example.com,true,too many mails\nben@example.com,false,\n",
      {
        "Unsubscribed=true": "ana",
        "Unsubscribed=false": "ben",
        "Unsubscribed Reason=too many mails": "ana",
        "Unsubscribed Reason=": "ben",
        all: "ana ben",
      },
    ],
    [
      "Shopify",
      "customers_export.csv",
      "First Name,Email,Accepts Email Marketing,Total Spent\nAna,ana@example.com,yes,1.00\nBen,ben@example.com,no,2.00\n",
      { "Accepts Email Marketing=yes": "ana", "Accepts Email Marketing=no": "ben", all: "ana ben" },
    ],
    [
      "listmonk",
      "subscribers.csv",
      "uuid,email,name,attributes,status,created_at,updated_at\nu1,ana@example.com,Ana,{},enabled,2024,2024\nu2,ben@example.com,Ben,{},blocklisted,2024,2024\n",
      { "status=enabled": "ana", "status=blocklisted": "ben", all: "ana ben" },
    ],
    [
      "Google Forms",
      "answers.csv",
      '"Timestamp","Email Address","Would you like to receive our newsletter?"\n"2024/01/01 10:00:00","ana@example.com","Yes, please"\n"2024/01/01 11:00:00","ben@example.com","No, thanks"\n',
      {
        "Would you like to receive our newsletter?=Yes, please": "ana",
        "Would you like to receive our newsletter?=No, thanks": "ben",
        all: "ana ben",
      },
    ],
    [
      "OneTrust",
      "consent.csv",
      "Identifier,Email,Purpose,Consent Status\n1,ana@example.com,Newsletter,ACTIVE\n2,ben@example.com,Newsletter,WITHDRAWN\n",
      { "Consent Status=ACTIVE": "ana", "Consent Status=WITHDRAWN": "ben", all: "ana ben" },
    ],
    [
      "Transcend",
      "preferences.csv",
      "email,MarketingEmails_optedOut\nana@example.com,TRUE\nben@example.com,FALSE\n",
      {
        "MarketingEmails_optedOut=TRUE": "ana",
        "MarketingEmails_optedOut=FALSE": "ben",
        all: "ana ben",
      },
    ],
  ])("%s", async (_, name, content, expected) => {
    const taken = await answers(content, name);
    expect(taken).toMatchObject(expected);
  });
});

describe("a list of those who are out runs, whatever else is in it", () => {
  test.each([
    [
      "HubSpot, unsubscribes and bounces",
      "unsubscribes-and-bounces.csv",
      "Email,Portal Bounce,Portal Unsubscribe,Portal Spam Report,Global Bounce,Marketing Information\nana@example.com,FALSE,TRUE,FALSE,FALSE,TRUE\nben@example.com,TRUE,FALSE,FALSE,FALSE,FALSE\n",
    ],
    [
      "SendGrid, suppressions",
      "suppression_unsubscribes.csv",
      "email,created\nana@example.com,1704067200\n",
    ],
    [
      "Mailgun, suppressions",
      "bounces.csv",
      "address,code,error,created_at\nana@example.com,550,No such mailbox,2024-01-01\n",
    ],
    [
      "Amazon SES",
      "suppressed.json",
      '{"SuppressedDestinationSummaries":[{"EmailAddress":"ana@example.com","Reason":"BOUNCE","LastUpdateTime":1704067200.1},{"EmailAddress":"ben@example.com","Reason":"COMPLAINT","LastUpdateTime":1704067201.2}]}',
    ],
    [
      "Postmark",
      "suppressions.csv",
      "EmailAddress,SuppressionReason,Origin,CreatedAt\nana@example.com,HardBounce,Recipient,2024-01-01\nben@example.com,ManualSuppression,Customer,2024-01-01\n",
    ],
    [
      "Mailchimp, unsubscribed",
      "unsubscribed_members_export_4f1.csv",
      "Email Address,OPTIN_TIME,UNSUB_TIME,UNSUB_REASON\nana@example.com,2024-01-01,2024-02-02,NORMAL\n",
    ],
    [
      "a column in which all are",
      "list.csv",
      "email,status\nana@example.com,unsubscribed\nben@example.com,Unsubscribed\n",
    ],
  ])("%s", async (_, name, content) => {
    const { entries } = await read(content, name);
    expect(entries.length).toBeGreaterThan(0);
  });
});
