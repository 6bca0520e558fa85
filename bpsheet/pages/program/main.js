/** Builds the page from its worked example. */
import { arithmetic } from "./arithmetic.js";
import { circuitView } from "./circuit.js";
import { contentsView } from "./contents.js";
import { curveView } from "./curve.js";
import { derivationView } from "./derivation.js";
import { parametersView } from "./dials.js";
import { byId } from "./elements.js";
import { errorCurveView } from "./error-curve.js";
import { settingsOf, unfolded } from "./example.js";
import { gates } from "./gates.js";
import { read } from "./link.js";
import { networkView } from "./network.js";
import { predictionView } from "./prediction.js";
import { proveRows } from "./proof.js";
import { Session } from "./session.js";
import { startView } from "./start.js";
import { tableView } from "./table.js";
import { trainerView } from "./trainer.js";
import { walkView } from "./walk.js";

const example = unfolded(JSON.parse(byId("example").textContent ?? ""));
const linked = read(location.hash.slice(1), settingsOf(example));
const session = new Session(example, arithmetic, linked.settings);

networkView(byId("network"), session);
trainerView(byId("trainer"), session);
walkView(byId("walk"), session);
curveView(byId("curve"), session);
parametersView(byId("parameters"), session);
predictionView(byId("prediction"), session);
startView(byId("start"), session);
tableView(byId("table"), session);
derivationView(byId("derivation"), session);
circuitView(byId("gates"), session, gates);
errorCurveView(byId("error-curve"), session);
if (!example.network) byId("network").replaceWith(byId("gates")); // then they are the picture
contentsView(byId("contents"), session);
session.step(linked.row);
byId("proof").textContent = proveRows(example, arithmetic);
