/** What bpsheet/pages/circuits.py prints; empty where the gates are too many to draw. */
import type { GateArithmetic } from "./example.js";

export const gates: GateArithmetic[];
