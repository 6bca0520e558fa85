"""The words of the glossary, each with what it means here and what other texts make of it.

In braces stand the example's own names; see `facts.places_of`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A word.

    Attributes:
        word: with its synonyms.
        meaning: in this workbook.
        care: rival meanings, and what is easily got wrong.
        needs: the fact about the example that the word needs; see `facts.facts_of`.
    """

    word: str
    meaning: str
    care: str
    needs: str = ""


WORDS = (
    Word(
        "forward pass, forward propagation",
        "From the inputs to the loss, with the parameters as they are.",
        "Nothing is learned here. The loss is the last thing it computes, not a step of its own.",
    ),
    Word(
        "backward pass, back propagation",
        "From the loss back to the parameters: it computes the gradients by the chain rule, and"
        " what was found once is used again.",
        "It changes no weight and is not gradient descent. Texts in which back propagation"
        " “updates the weights” mean both together.",
    ),
    Word(
        "gradient descent",
        "What is then done with the gradients: every parameter takes a step against its own,"
        " {weight}⁺ = {weight} − {rate}·{gradient}.",
        "The minus alone sets the direction: where the slope is negative the parameter grows,"
        " where it is positive it shrinks.",
        "plain gradient descent",
    ),
    Word(
        "optimizer",
        "The rule that makes an update out of gradients. Here it is {optimizer}, which remembers"
        " something from update to update.",
        "All start from the same gradients; back propagation knows nothing of the optimizer.",
        "optimizer state",
    ),
    Word(
        "stochastic gradient descent (SGD)",
        "Gradient descent whose updates see samples drawn at random. With the one sample of this"
        " example there is nothing to draw.",
        "It names how samples are chosen, not how gradients are computed. Programs call the update"
        " rule SGD even where it sees all samples.",
        "one sample",
    ),
    Word(
        "stochastic gradient descent (SGD)",
        "Gradient descent whose updates see only some of the samples. Here they come in a fixed"
        " order, so that every number can be followed; programs shuffle them.",
        "It names how samples are chosen, not how gradients are computed.",
        "part of the samples",
    ),
    Word(
        "stochastic gradient descent (SGD)",
        "Gradient descent whose updates see only some of the samples. Here each update sees all of"
        " them: it is full-batch gradient descent.",
        "Programs call the update rule SGD even where it sees all samples.",
        "all samples at once",
    ),
    Word(
        "gradient, as a number",
        "{gradient}: by how much {loss} changes per unit of {weight}, everything else held still."
        " It is the slope of one curve at one place.",
        "Strictly a partial derivative. It is the slope, not the step: the step is {rate} times as"
        " long and goes the other way.",
    ),
    Word(
        "gradient, as a vector over the parameters (∇)",
        "∇{error} = {gradients}: all partial derivatives in one list. It points to where the"
        " loss grows fastest.",
        "This is what mathematics means by the word. It has one entry per parameter, however many"
        " samples there are.",
    ),
    Word(
        "gradient, as a set over the samples",
        "With one sample there is one number per parameter, and no set.",
        "Where there are many, some texts call the numbers that one parameter gets from all of"
        " them its gradient. That is a column, not the vector ∇{error}.",
        "one sample",
    ),
    Word(
        "gradient, as a set over the samples",
        "Each row has a {gradient} of its own. A column of them is one number per sample, for one"
        " parameter.",
        "Some texts call this set the gradient. It is not the vector ∇{error}, and it is its mean"
        " over a batch that makes an update.",
        "several samples",
    ),
    Word(
        "partial derivative",
        "∂ in place of d says that the loss depends on many parameters and only one of them moves"
        " while the others are held. So the share of each can be told apart.",
        "“Partial” does not mean incomplete: the number is exact.",
    ),
    Word(
        "local derivative",
        "The slope of a single link of the chain, such as {local}.",
        "Only the product of all links, summed over all paths, is a gradient.",
    ),
    Word(
        "loss",
        "{loss}: how wrong the outputs are for the sample of one row, in one number.",
        "Not the plain difference between prediction and target: differences have signs, and those"
        " of two outputs could cancel.",
        "layers",
    ),
    Word(
        "loss",
        "{loss}: the quantity that training makes small.",
        "Not the plain difference between prediction and target: that has a sign, and its smallest"
        " value would not be where both agree.",
        "no layers",
    ),
    Word(
        "error",
        "{output_error}: what one output adds to the loss.",
        "Elsewhere the word also stands for the difference target − output, for the whole loss,"
        " and for the share of wrong answers.",
        "layers",
    ),
    Word(
        "cost",
        "The mean of the losses over all samples. With one sample it is that sample's loss.",
        "Loss, cost, error and objective are often used for one another. Ask: of one sample, or of"
        " all?",
        "one sample",
    ),
    Word(
        "cost",
        "{cost}: the mean of {loss} over the steps of an epoch.",
        "Loss, cost, error and objective are often used for one another. Ask: of one sample, or of"
        " all? Where parameters move within the epoch, so does what is averaged.",
        "several samples",
    ),
    Word(
        "half squared error",
        "½·({target} − {activation})² for each output. The ½ is there so that the 2 of the power"
        " rule goes away.",
        "Without the ½ all gradients are twice as large, which is the same as twice the learning"
        " rate.",
        "half-squared-error",
    ),
    Word(
        "mean squared error (MSE)",
        "The mean of the squared differences: first each is squared, then they are averaged.",
        "Not a sum of differences, in which + and − would cancel. The mean is taken here over the"
        " outputs of a sample; over the samples it is taken once more, in the cost.",
        "mean-squared-error",
    ),
    Word(
        "mean squared error (MSE)",
        "Elsewhere often the loss: the mean of the squared differences. First each is squared, then"
        " they are averaged.",
        "Not a sum of differences, in which + and − would cancel. Texts take the mean over outputs,"
        " over samples or over both.",
        "another loss",
    ),
    Word(
        "binary cross entropy",
        "−ln of the probability that the network gives to the right one of two answers.",
        "The logarithm is the natural one, ln, whatever a text calls it. Near 0 it is guarded, so"
        " that no cell takes the logarithm of 0.",
        "binary-cross-entropy",
    ),
    Word(
        "cross entropy",
        "−ln of the share that softmax gives to the right class.",
        "The logarithm is the natural one, ln. Some programs compute softmax inside the loss and"
        " want pre-activations; giving them softmax outputs applies it twice.",
        "cross-entropy",
    ),
    Word(
        "softmax",
        "Turns the pre-activations of the output layer into shares that add up to 1.",
        "Each output depends on every pre-activation of the layer, so there are more paths back"
        " than with other activations.",
        "softmax",
    ),
    Word(
        "step, iteration",
        "One row of a learning rate's sheet: a forward and a backward pass, then an update. Row n"
        " holds the parameters before update n.",
        "With one sample, step, iteration, update and epoch are the same; with more they are not.",
        "one sample",
    ),
    Word(
        "step, iteration",
        "A step is one row of a learning rate's sheet: the passes for one sample.",
        "Elsewhere both words mean one update. Here an update follows after each batch of rows.",
        "averaged",
    ),
    Word(
        "step, iteration",
        "A step is one row of a learning rate's sheet: the passes for one sample and an update.",
        "An iteration is not an epoch: an epoch has as many as there are samples.",
        "one by one",
    ),
    Word(
        "update",
        "The moment at which all parameters change, all at once and all with gradients that were"
        " computed before.",
        "Where output weights are changed first and hidden gradients use the new ones, those are"
        " no gradients of the loss any more.",
    ),
    Word(
        "batch, mini-batch",
        "The samples whose gradients are averaged for one update.",
        "The mean, not the sum: with a sum the right learning rate would depend on the number of"
        " samples.",
        "averaged",
    ),
    Word(
        "epoch",
        "One pass over all samples, forward and backward. With one sample every step is an epoch.",
        "It is counted by samples seen, not by updates made.",
        "one sample",
    ),
    Word(
        "epoch",
        "One pass over all samples, forward and backward: as many steps as there are samples.",
        "It is counted by samples seen, not by updates made.",
        "several samples",
    ),
    Word(
        "learning rate, step size",
        "{rate}: what the gradient is multiplied by before it is taken away from a parameter.",
        "It is not the length of the step, which also depends on the slope. Too small a rate"
        " creeps, too large a one overshoots and may diverge.",
    ),
    Word(
        "learning, training",
        "Repeating passes and updates until the loss is small enough.",
        "It finds parameters with a smaller loss, not in general the smallest, and rarely reaches"
        " 0. The best of the rates tried is best for these steps only.",
    ),
    Word(
        "goal: how small is small enough?",
        "The loss that counts as small enough, set on the Overview before training.",
        "No number suits every problem. A loss that no longer falls is one sign; the sound test is"
        " the cost on samples that training does not see.",
        "no validation",
    ),
    Word(
        "validation: how small is small enough?",
        "Samples that training does not see. When their cost stops falling, it is time to stop.",
        "A small cost on the training samples alone proves little: they may have been learned by"
        " heart.",
        "validation",
    ),
    Word(
        "over-fitting",
        "The cost of the training samples falls on while that of unseen ones rises.",
        "It cannot be seen in the loss of the training samples, however small.",
    ),
    Word(
        "parameter, weight",
        "{weight}: a factor on one connection. Weights and biases together are the parameters,"
        " which training changes.",
        "The learning rate and its like are hyper-parameters: chosen, not learned.",
        "layers",
    ),
    Word(
        "parameter, weight",
        "{weight}: a variable that training changes; the others stay as they are.",
        "The learning rate and its like are hyper-parameters: chosen, not learned.",
        "no layers",
    ),
    Word(
        "bias",
        "{bias}: a term added to the weighted sum, a weight whose input is always 1. So its"
        " gradient has a 1 where a weight's has the input.",
        "Not the bias of statistics, which is a systematic error.",
        "biases",
    ),
    Word(
        "random start",
        "The initial parameters were drawn at random once and then written down.",
        "Were all weights alike, all units of a hidden layer would stay alike for ever.",
        "drawn",
    ),
    Word(
        "net input, pre-activation, z",
        "{unit}: a unit's weighted sum before its activation.",
        "Of the output layer also called logit.",
        "layers",
    ),
    Word(
        "activation, output",
        "{activation}: what a unit passes on.",
        "The word also names the function that makes it: sigmoid, tanh …",
        "layers",
    ),
    Word(
        "prediction, forecast, ŷ",
        "The outputs of the last layer.",
        "The word does not say that they are right: the loss does.",
        "layers",
    ),
    Word(
        "target, ground truth, desired or actual value, label",
        "{target}: what an output ought to be. It is given and stays.",
        "“Actual” is treacherous: some texts mean the target by it, others the output.",
        "layers",
    ),
    Word(
        "error signal δ",
        "{signal} = {derivative}, with the sign of ({activation} − {target}), to be subtracted.",
        "With the sign of ({target} − {activation}) it is to be added. Both are right; mixed, they"
        " lead uphill.",
        "layers",
    ),
    Word(
        "Δ{weight}",
        "The change itself, −{rate}·{gradient}.",
        "Texts that leave the minus out of Δ put it into the update.",
        "plain gradient descent",
    ),
)
