import { startTypesThread } from "../emit/types-thread.ts";
import { make } from "../made.ts";
import type { Request } from "../pipeline.ts";
import { answer, keep } from "./answer.ts";

const types = startTypesThread(keep);

answer<Request>((request, progress) => make(request, progress, types));
