import { lintAlone } from "../linted.ts";
import type { Request } from "../pipeline.ts";
import { answer } from "./answer.ts";

answer<Request>(lintAlone);
