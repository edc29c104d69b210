import { startTypesThread } from "../emit/types-thread.ts";
import type { Request } from "../pipeline.ts";
import { answer, keep } from "./answer.ts";

// First: the compiler of TypeScript takes as long to load as all that is loaded here beside it.
const types = startTypesThread(keep);
const { make } = await import("../made.ts");

answer<Request>((request, progress) => make(request, progress, types));
