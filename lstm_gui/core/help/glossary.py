"""The glossary: what the words of the field mean, in both of the program's languages.

The Chinese words stand here as well as in the translation, because a reader of either language is
shown both: a student with the Chinese book meets English papers, and the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["TERMS", "GlossaryTerm"]


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A word of the field.

    Args:
        name: The English word; translated in the context `Glossary`, as `meaning` is.
        chinese: The Chinese word, as the book has it.
        meaning: One or two sentences.
        formula: In the notation of `Topic`.
        place: Where it can be seen: the name of a view, and after a colon that of a part of it.
        setting: The setting that it is about.
    """

    name: str
    chinese: str
    meaning: str
    formula: str = ""
    place: str = ""
    setting: str = ""


TERMS: dict[str, GlossaryTerm] = {
    "epoch": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "epoch"),
        "迭代周期",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "One reading of the whole training text, batch by batch.",
        ),
        place="perplexity",
        setting="train.epochs",
    ),
    "time_step": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "time step"),
        "时间步",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "One character read: the network takes it in, updates its state, and guesses the next "
            "one.",
        ),
        setting="train.num_steps",
    ),
    "token": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "token"),
        "词元",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The unit that a model reads and writes. Here a token is one character; in other "
            "models it is a word or a part of one.",
        ),
        place="memory:memoryHeatmap",
    ),
    "vocabulary": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "vocabulary"),
        "词表",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "All different characters of the text that a model is trained on. It can neither read "
            "nor write any other.",
        ),
        place="experiment:corpusButton",
    ),
    "batch_size": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "batch size"),
        "批量大小",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "How many sequences are trained on side by side in one step.",
        ),
        setting="train.batch_size",
    ),
    "learning_rate": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "learning rate"),
        "学习率",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "How far the weights move against the gradient in each step.",
        ),
        formula="W ← W − η g",
        setting="train.learning_rate",
    ),
    "gradient": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "gradient"),
        "梯度",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "For each weight, how the loss changes when that weight grows a little. Training walks "
            "against it.",
        ),
        place="training",
    ),
    "gradient_clipping": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "gradient clipping"),
        "梯度裁剪",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "When the norm of all gradients together is above θ, they are scaled down to θ: no "
            "step becomes huge.",
        ),
        formula="g ← min(1, θ / ‖g‖) g",
        setting="train.clipping_theta",
    ),
    "bptt": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "truncated backpropagation through time"),
        "截断的通过时间反向传播",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The gradient goes back through the time steps of one sequence and is cut off at its "
            "beginning (truncated BPTT).",
        ),
        place="steps",
        setting="train.num_steps",
    ),
    "consecutive_sampling": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "consecutive sampling"),
        "相邻采样",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "Each batch goes on where the last one ended, so the state can be carried over from "
            "batch to batch.",
        ),
        setting="train.sampling",
    ),
    "random_sampling": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "random sampling"),
        "随机采样",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "Each sequence comes from anywhere in the text, so the state begins at zero in every "
            "batch.",
        ),
        setting="train.sampling",
    ),
    "optimizer": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "optimizer"),
        "优化算法",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The rule that turns gradients into steps: SGD takes them as they are, Adam scales "
            "each weight's step by its own history.",
        ),
        setting="train.optimizer",
    ),
    "seed": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "random seed"),
        "随机种子",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The number that all random numbers begin with. With the same seed, a run can be "
            "repeated exactly.",
        ),
        setting="model.seed",
    ),
    "perplexity": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "perplexity"),
        "困惑度",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The exponential of the mean loss: among how many equally likely characters a choice "
            "would be as hard. 1 is certainty.",
        ),
        formula="P = exp(−(1/n) Σ ln p(x_{t+1} | x_1 … x_t))",
        place="perplexity:perplexityPlot",
    ),
    "loss": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "loss"),
        "损失",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "How surprised the model is by the character that really comes next: minus the "
            "logarithm of the probability it gave it.",
        ),
        formula="L_t = −ln p(x_{t+1})",
        place="steps",
    ),
    "surprise": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "surprise"),
        "意外程度",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The loss at one character. Where it is high, the model expected something else.",
        ),
        place="reading",
    ),
    "hidden_state": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "hidden state"),
        "隐藏状态",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "What the network passes on from step to step and shows to the output layer. In an "
            "LSTM it is the part of the memory that the output gates let through.",
        ),
        formula="H_t = O_t ⊙ tanh(C_t)",
        place="memory:quantityButton_h",
    ),
    "memory_cell": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "memory cell"),
        "记忆细胞",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The memory of an LSTM: a number for each hidden unit, of which a part is kept at each "
            "step and something new is added.",
        ),
        formula="C_t = F_t ⊙ C_{t−1} + I_t ⊙ C̃_t",
        place="memory:quantityButton_c",
    ),
    "candidate": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "candidate memory cell"),
        "候选记忆细胞",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "What could be written into the memory at this step, between −1 and 1. The input gate "
            "decides how much of it is.",
        ),
        formula="C̃_t = tanh(X_t W_{xc} + H_{t−1} W_{hc} + b_c)",
        place="memory:quantityButton_c~",
    ),
    "gate": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "gate"),
        "门",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "A number between 0, shut, and 1, open, for each cell at each step, by which something "
            "else is multiplied. The network learns when to open it.",
        ),
        place="memory:quantityButton_i",
    ),
    "forget_gate": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "forget gate"),
        "遗忘门",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "How much of the old memory stays: 1 keeps all of it, 0 clears the cell.",
        ),
        formula="F_t = σ(X_t W_{xf} + H_{t−1} W_{hf} + b_f)",
        place="memory:quantityButton_f",
    ),
    "input_gate": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "input gate"),
        "输入门",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "How much of the candidate is written into the memory.",
        ),
        formula="I_t = σ(X_t W_{xi} + H_{t−1} W_{hi} + b_i)",
        place="memory:quantityButton_i",
    ),
    "output_gate": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "output gate"),
        "输出门",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "How much of the memory is shown as the hidden state.",
        ),
        formula="O_t = σ(X_t W_{xo} + H_{t−1} W_{ho} + b_o)",
        place="memory:quantityButton_o",
    ),
    "lstm": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "LSTM"),
        "长短期记忆网络",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "Long short-term memory: a recurrent network whose cells have a memory of their own, "
            "guarded by three gates.",
        ),
        setting="model.cell",
    ),
    "gru": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "gated recurrent unit (GRU)"),
        "门控循环单元",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "A recurrent network with two gates and no memory beside the hidden state. The update "
            "gate Z decides how much of it is kept.",
        ),
        formula="H_t = Z_t ⊙ H_{t−1} + (1 − Z_t) ⊙ H̃_t",
        setting="model.cell",
    ),
    "rnn": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "recurrent neural network (RNN)"),
        "循环神经网络",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "A network that reads a text step by step and carries a state along. The plain one has "
            "no gates, and forgets soon.",
        ),
        formula="H_t = tanh(X_t W_{xh} + H_{t−1} W_{hh} + b_h)",
        setting="model.cell",
    ),
    "peephole": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "peephole connection"),
        "窥视孔连接",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "It lets the gates of an LSTM see the memory, and not the hidden state alone.",
        ),
        setting="model.cell",
    ),
    "saturation": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "saturation"),
        "饱和",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "A gate that is nearly always open or shut, or a tanh near −1 or 1. Hardly any "
            "gradient passes there, so little is learnt.",
        ),
        place="lifetimes",
    ),
    "half_life": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "half-life"),
        "半衰期",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "After how many characters a cell has forgotten half of what it held, judged by its "
            "forget gate.",
        ),
        formula="k = ln ½ / ln f",
        place="lifetimes",
    ),
    "vanishing_gradient": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "vanishing gradient"),
        "梯度消失",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "On the way back through time the gradient shrinks at each step, so the network does "
            "not learn what stands far back.",
        ),
        formula="‖∂L_t / ∂h_{t−k}‖",
        place="distance:reachPlot",
    ),
    "exploding_gradient": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "exploding gradient"),
        "梯度爆炸",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "On the way back through time the gradient grows at each step, until one update "
            "destroys the weights. Clipping prevents it.",
        ),
        place="training",
        setting="train.clipping_theta",
    ),
    "memory_span": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "memory span"),
        "记忆广度",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "How many characters back a model still recalls what it read, measured by a task whose "
            "answer is known.",
        ),
        place="distance:recallPlot",
    ),
    "who_mattered": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "who mattered"),
        "谁起了作用",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "How much each earlier character did to one later character (saliency): measured by "
            "reading the text without it, or by the gradient.",
        ),
        place="reading:readingColorCombo",
    ),
    "prefix": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "prefix"),
        "前缀",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The beginning that a person gives. The model reads it first and then goes on writing.",
        ),
        place="lyrics:prefixEdit",
        setting="train.prefixes",
    ),
    "warm_up": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "warm-up"),
        "预热期",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The reading of the prefix before anything is written: the state takes shape, and the "
            "guesses do not count yet.",
        ),
        place="lyrics:prefixEdit",
    ),
    "greedy": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "greedy writing"),
        "贪心写作",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "Always to take the likeliest character. The same prefix then gives the same text.",
        ),
        place="lyrics:temperatureSpin",
    ),
    "temperature": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "temperature"),
        "温度",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "How freely the next character is drawn: below 1 likely ones gain, above 1 all become "
            "more alike, 0 is greedy.",
        ),
        formula="p_i ∝ exp(y_i / T)",
        place="lyrics:temperatureSpin",
    ),
    "top_k": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "top-k"),
        "Top-k 采样",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The next character is drawn among the k likeliest only.",
        ),
        place="studio:studioTopKSpin",
    ),
    "top_p": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "top-p"),
        "Top-p 采样",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The next character is drawn among the fewest of the likeliest whose probabilities add "
            "up to p.",
        ),
        place="studio:studioTopPSpin",
    ),
    "held_out": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "held-out text"),
        "留出文本",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "Songs that are kept from training and only read. How well they are read tells what "
            "was understood and not learnt by heart.",
        ),
        setting="corpus.held_out",
    ),
    "overfitting": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "overfitting"),
        "过拟合",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The model learns the training text by heart, and reads other text worse and worse.",
        ),
        place="perplexity:perplexityPlot",
        setting="corpus.held_out",
    ),
    "baseline": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "baseline, n-gram"),
        "基线，n 元语法",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "A model that only counts which character follows the last n − 1. A network that has "
            "learnt something beats it.",
        ),
        place="perplexity:perplexityPlot",
    ),
    "twin_run": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "twin run"),
        "孪生运行",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "Two models with the same seed on the same batches that differ in one setting, side by "
            "side.",
        ),
        place="runs",
    ),
    "probe_text": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "probe text"),
        "试读文本",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "The short text whose memory the heat map shows. It trains nothing.",
        ),
        place="memory:probeEdit",
    ),
    "intervention": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "intervention"),
        "干预",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "To hold, clear, flip or freeze memory cells by hand, and to see what the model then "
            "writes.",
        ),
        place="touch",
    ),
    "preset": GlossaryTerm(
        QT_TRANSLATE_NOOP("Glossary", "preset"),
        "预设",
        QT_TRANSLATE_NOOP(
            "Glossary",
            "Settings that belong together, such as the book's recipe for an LSTM.",
        ),
        place="experiment",
    ),
}
"""By names that do not change, in the order of the subject."""
