/** A small description that breaks no rule of redocly.yaml. */
export const clean = `openapi: 3.1.0
info:
  title: Parcels
  description: A description that breaks no rule.
  version: 1.0.0
  license: { name: MIT, identifier: MIT }
servers: [{ url: "https://api.parcels.test", description: The only server. }]
security: [{ token: [] }]
tags: [{ name: Parcel, description: All about parcels. }]
paths:
  /parcels/batch-send:
    post:
      operationId: sendParcels
      summary: Send parcels
      description: Sends a batch of parcels.
      tags: [Parcel]
      security: [{ token: [] }]
      x-batch: { property: inputs, size: 10 }
      x-idempotent: true
      parameters:
        - name: speed
          in: query
          description: How fast to go.
          schema: { type: string, enum: [FAST, SLOW] }
          example: FAST
      requestBody:
        content:
          application/json:
            schema: { $ref: "#/components/schemas/ParcelBatch" }
            examples:
              one: { summary: One parcel., value: { inputs: [a] } }
      responses:
        "200":
          description: All sent.
          headers:
            X-Left: { $ref: "#/components/headers/Left" }
          content:
            application/json:
              schema: { $ref: "#/components/schemas/ParcelState" }
              examples:
                sent: { summary: On its way., value: { state: SENT, weight: 3 } }
        "400": { $ref: "#/components/responses/BadRequest" }
components:
  schemas:
    ParcelBatch:
      type: object
      properties:
        inputs:
          description: The parcels.
          type: array
          items: { type: string }
    ParcelState:
      type: object
      properties:
        state: { $ref: "#/components/schemas/State" }
        weight: { description: The weight in kilograms., type: integer }
    State:
      description: Where the parcel is.
      anyOf: [{ enum: [SENT, LOST] }, { type: string }]
  headers:
    Left: { description: How many calls are left., schema: { type: integer } }
  responses:
    BadRequest: { description: The request was at fault. }
  securitySchemes:
    token: { type: http, scheme: bearer, description: An access token. }
`;

/** A change to the clean description which breaks one rule. */
export interface Row {
  readonly rule: string;
  readonly breaks: string;
  readonly piece: string;
  readonly by: string;
  /** A part of the line that must be pointed at. */
  readonly at: string;
}
