import { answer } from "../bounds/answer.ts";
import { upstream } from "./upstream.ts";

answer(upstream);
