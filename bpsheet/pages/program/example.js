/**
 * What a page knows of its worked example; bpsheet/pages/example.py writes it.
 *
 * The numbers of one row stand in a list `v` with a place for every quantity; all numbers called
 * "place" point there. MathML comes without its outer <math>. An element of it with the attribute
 * data-q stands for the quantity at that place, so that its number can be put there instead; it is
 * stored as <mi q="place"/>, which keeps pages small, and written out when a page is opened.
 *
 * @typedef {object} Quantity
 * @property {string} name
 * @property {string} role such as "pre-activation": Role in bpsheet/model/graph.py
 * @property {string} meaning in a few words
 * @property {string} mathml its name
 *
 * @typedef {object} WalkStep one equation, left = right
 * @property {string} left MathML
 * @property {string[]} right MathML; the last counts, those before it are not yet simplified
 * @property {string} why
 * @property {number} number which function of `arithmetic.further` gives the right side's number:
 *   its own among all steps
 * @property {number} quantity the place of what it computes, or of what is differentiated
 * @property {number[]} uses the places to point at beside it
 *
 * @typedef {object} WalkPart
 * @property {string} heading words, or MathML where there is a quantity
 * @property {number | null} quantity the place of the gradient or error signal that is derived
 * @property {number[]} steps numbers in `example.steps`
 * @property {number[]} paths for each step the number of the chain-rule path it belongs to; or 0
 * @property {string[]} ways the same in words, such as "path 1 of 2: E1 → a_o1 → o1"; or ""
 *
 * @typedef {object} Unit
 * @property {number} net place of the pre-activation
 * @property {number} activation place
 * @property {number[]} weights places, one per source in the layer before
 * @property {number | null} bias place; units may share one
 *
 * @typedef {object} Network
 * @property {Unit[][]} layers after the inputs
 * @property {number[]} errors places, one per output
 *
 * @typedef {object} GateInput
 * @property {number} from the box that its line comes from
 * @property {number} entry in which row it comes in, counted from the box's middle
 * @property {string} slope the local derivative, MathML
 *
 * @typedef {object} Box a gate, or a given number
 * @property {string} name of its result
 * @property {string} mathml
 * @property {number | null} place null for a result on the way, which is no quantity
 * @property {string} symbol what the gate does; empty for what is given
 * @property {string} equation MathML; empty for what is given
 * @property {GateInput[]} inputs
 * @property {number} layer from 0 at the left
 * @property {number} row of its middle
 *
 * @typedef {object} Circuit
 * @property {Box[]} boxes each after those it uses
 * @property {{from: number, to: number, start: [number, number], end: [number, number]}[]} lines
 *   from layer and row to layer and row of the next layer; a long line has several pieces
 * @property {number} rows
 * @property {number} loss the box of the loss
 *
 * @typedef {object} Example
 * @property {string} name of the template
 * @property {string} title
 * @property {string} summary
 * @property {string[]} views that the template asks for
 * @property {Quantity[]} quantities in the order of the places
 * @property {number} rate the place of the learning rate
 * @property {number[]} settings the places of the optimizer's hyper-parameters
 * @property {number[]} inputs places
 * @property {number[]} targets places
 * @property {number[]} parameters places of all of them, in the order of `start`
 * @property {number[]} carried the parameters that updates change, in the order of `follow`
 * @property {[number, number][]} means mean gradients, each with the gradient it is the mean of
 * @property {[number, number][]} memory what the optimizer remembers, with the place of the value before
 * @property {number[]} gradients places, one per trained parameter
 * @property {number[]} outputs places of the activations of the last layer; none without layers
 * @property {number} loss place
 * @property {number | null} cost place; null where there is one sample
 * @property {number[]} columns places, in the order of the training table
 * @property {number[][]} samples inputs, then targets, of each
 * @property {number[][]} validation samples that are only looked at
 * @property {number} batch samples per update
 * @property {number[]} start initial parameters
 * @property {number[]} hyperparameters in the order of `settings`
 * @property {number[]} rates
 * @property {number} epochs how many the workbook shows
 * @property {number | null} goal
 * @property {[string, string][]} verdicts the rule of the verdict: each word with its case
 * @property {string[]} before names, as MathML, of what stands in the places after the quantities
 * @property {WalkStep[]} steps all steps of the walk, each once
 * @property {WalkPart[]} walk
 * @property {Network | null} network null without layers
 * @property {Circuit | null} circuit null where there are too many gates to draw
 * @property {number[][]} expected the engine's losses of the first rows at each of `rates`
 *
 * @typedef {object} Arithmetic printed from the definitions of the worked example
 * @property {(v: Float64Array) => void} forward
 * @property {(v: Float64Array) => void} backward
 * @property {(v: Float64Array) => void} update
 * @property {(v: Float64Array) => number[]} follow the next parameters
 * @property {((v: Float64Array) => number)[]} further
 *
 * @typedef {object} GateArithmetic of one box
 * @property {(v: Float64Array, g: number[]) => number} value
 * @property {((v: Float64Array, g: number[]) => number)[]} slopes one per input
 *
 * @typedef {object} Settings what a reader may change
 * @property {number} rate
 * @property {number[]} start initial parameters
 * @property {number[][]} samples
 * @property {number[]} hyperparameters
 */

/**
 * An example as it is stored in a page, with all that follows from it filled in.
 *
 * @param {Example} stored
 * @returns {Example}
 */
export function unfolded(stored) {
  const names = [...stored.quantities.map((quantity) => quantity.mathml), ...stored.before];
  const marked = names.map((name, place) => name.replace(/^<\w+/, `$& data-q="${place}"`));
  /** @param {string} mathml */
  const written = (mathml) => mathml.replace(/<mi q="(\d+)"\/>/g, (_, place) => marked[place]);
  const steps = stored.steps.map((step, number) => ({
    ...step,
    number,
    right: step.right.map(written),
  }));
  const walk = stored.walk.map((part) => ({ ...part, ways: waysOf(part, { ...stored, steps }) }));
  return { ...stored, steps, walk };
}

/**
 * @param {WalkPart} part
 * @param {Example} example
 */
function waysOf(part, { steps, quantities }) {
  const count = Math.max(...part.paths);
  return part.paths.map((path) => {
    if (path === 0) return "";
    const links = part.steps.filter((_, n) => part.paths[n] === path).map((n) => steps[n]);
    const [first] = links;
    const places = [first.quantity, ...links.map((link) => link.uses[0])];
    const route = places.map((place) => quantities[place].name).join(" → ");
    return `${count === 1 ? "path" : `path ${path} of ${count}`}: ${route}`;
  });
}

/**
 * The settings as the template has them; of its rates the one in the middle.
 *
 * @param {Example} example
 * @returns {Settings}
 */
export function settingsOf(example) {
  return {
    rate: example.rates[Math.floor(example.rates.length / 2)],
    start: [...example.start],
    samples: example.samples.map((sample) => [...sample]),
    hyperparameters: [...example.hyperparameters],
  };
}
