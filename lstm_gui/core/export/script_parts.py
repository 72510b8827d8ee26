"""The parts of the exported script: MXNet as the book's first edition writes it.

Each is a text with {fields}; `script` chooses and fills them. tests/engine/test_script.py runs what
comes of them.
"""

from __future__ import annotations

__all__ = [
    "ADAM",
    "BY_HAND",
    "CHANGES",
    "CONSECUTIVE",
    "GLUON",
    "HEAD",
    "HELD_OUT",
    "PREDICT",
    "RANDOM",
    "RECUT",
    "SGD",
    "TEXT",
    "TRAIN",
    "WEIGHTS",
]

HEAD = '''\
#!/usr/bin/env python3
"""{title}

The LSTM playground wrote this. It trains a character {cell} with MXNet, as in chapter 6 of Dive
into Deep Learning (动手学深度学习), and repeats the run: the same first weights, the same batches
in the same order, the same changes on the way. The text that it reads lies beside it.

    pip install "mxnet==1.9.1" "numpy>=1.26,<2" "setuptools<81"
    python {file}
"""
import math
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np

np.bool = np.bool_  # MXNet 1.9.1 still calls it by the old name
from mxnet import autograd, gluon, nd
{imports}
num_hiddens, num_layers = {hidden}, {layers}

# The settings that the run began with.
now = SimpleNamespace(
{settings}
)
'''

CHANGES = """
# What was changed on the way: after so many epochs and so many batches of the next one.
changes = {{
{changes}
}}
"""

TEXT = """

# The text: each character has a number, its place among the sorted ones.
with open(Path(__file__).with_name({text_file!r}), encoding="utf-8", newline="") as f:
    corpus_chars = f.read()
idx_to_char = sorted(set(corpus_chars))
char_to_idx = {{char: i for i, char in enumerate(idx_to_char)}}
vocab_size = len(idx_to_char)
corpus_indices = np.array([char_to_idx[char] for char in corpus_chars], dtype=np.int32)
trained = corpus_indices[:{trained}]  # {trained_comment}
"""

CONSECUTIVE = '''

def consecutive_batch(number):
    """Cut the text into batch_size tracks: each row goes on where it ended in the batch before."""
    length = len(trained) // now.batch_size
    tracks = trained[: now.batch_size * length].reshape((now.batch_size, length))
    i = number * now.num_steps
    return tracks[:, i : i + now.num_steps], tracks[:, i + 1 : i + now.num_steps + 1]
'''

RANDOM = '''

def random_batch(epoch, number):
    """Take sequences from anywhere, each at most once in an epoch."""
    key = epoch, now.seed, now.num_steps
    if key not in orders:
        order = np.arange((len(trained) - 1) // now.num_steps, dtype=np.int32)
        np.random.default_rng([now.seed, epoch]).shuffle(order)
        orders.clear()
        orders[key] = order
    chosen = orders[key][number * now.batch_size : (number + 1) * now.batch_size]
    places = chosen[:, None] * now.num_steps + np.arange(now.num_steps)
    return trained[places], trained[places + 1]


orders = {}
'''

WEIGHTS = '''

def draw_weights():
    """Draw the matrices from the seed, one after the other; {gates_comment} side by side."""
    rng = np.random.default_rng({seed})

    def normal(rows, columns):
        return rng.standard_normal((rows, columns), np.float32) * np.float32({sigma})

    layers = []
    for layer in range(num_layers):
        num_inputs = vocab_size if layer == 0 else num_hiddens
        W_x = normal(num_inputs, {gates} * num_hiddens)
        W_h = normal(num_hiddens, {gates} * num_hiddens)
        layers.append((W_x, W_h))
    return layers, normal(num_hiddens, vocab_size)
'''

GLUON = '''

class RNNModel(nn.Block):
    """A recurrent layer on one-hot characters, and a dense one that scores the next (6.5)."""

    def __init__(self):
        super().__init__()
        self.rnn = rnn.{layer}(num_hiddens, num_layers, {activation}input_size=vocab_size)
        self.dense = nn.Dense(vocab_size, in_units=num_hiddens)

    def forward(self, X, state):
        Y, state = self.rnn(nd.one_hot(X.T, vocab_size), state)  # (num_steps, batch, hiddens)
        return self.dense(Y.reshape((-1, num_hiddens))), state

    def begin_state(self, batch_size):
        return self.rnn.begin_state(batch_size)

    def trained_params(self):
        return [p.data() for p in self.collect_params().values() if p.grad_req != "null"]


def make_model():
    """Make the network, and give it the weights that were drawn; all biases are zero{biased}."""
    model = RNNModel()
    model.initialize()
    layers, W_hq = draw_weights()
    for layer, (W_x, W_h) in enumerate(layers):
        for name, W in (("i2h", W_x), ("h2h", W_h)):
            weight = {reordered}
            getattr(model.rnn, f"l{{layer}}_{{name}}_weight").set_data(nd.array(weight.T))
{biases}    model.dense.weight.set_data(nd.array(W_hq.T))
    return model
'''

BY_HAND = '''

class RNNModel:
    """A peephole LSTM (Gers and Schmidhuber, 2000), by hand as in 6.8: gates see the memory."""

    def __init__(self):
        layers, W_hq = draw_weights()
        self.layers = []
        for W_x, W_h in layers:
            b = np.zeros(4 * num_hiddens, np.float32)
            b[num_hiddens : 2 * num_hiddens] = {forget_bias}  # of the forget gate
            p = np.zeros(3 * num_hiddens, np.float32)  # what the gates i, f, o make of c
            self.layers.append([nd.array(a) for a in (W_x, W_h, b, p)])
        self.W_hq, self.b_q = nd.array(W_hq), nd.zeros(vocab_size)
        for param in self.trained_params():
            param.attach_grad()

    def trained_params(self):
        return [*(param for layer in self.layers for param in layer), self.W_hq, self.b_q]

    def begin_state(self, batch_size):
        return [nd.zeros((num_layers, batch_size, num_hiddens)) for _ in "hc"]

    def __call__(self, X, state):
        H, C = ([part[layer] for layer in range(num_layers)] for part in state)
        outputs = []
        for x in nd.one_hot(X.T, vocab_size):  # (batch, vocab_size), time step by time step
            for layer, params in enumerate(self.layers):
                H[layer], C[layer] = self.step(x, H[layer], C[layer], *params)
                x = H[layer]
            outputs.append(nd.dot(x, self.W_hq) + self.b_q)
        return nd.concat(*outputs, dim=0), [nd.stack(*H), nd.stack(*C)]

    @staticmethod
    def step(x, H, C, W_x, W_h, b, p):
        A = nd.split(nd.dot(x, W_x) + nd.dot(H, W_h) + b, 4, axis=1)
        p_i, p_f, p_o = nd.split(p.reshape((1, -1)), 3, axis=1)
        I = nd.sigmoid(A[0] + C * p_i)
        F = nd.sigmoid(A[1] + C * p_f)
        C = F * C + I * nd.tanh(A[3])
        O = nd.sigmoid(A[2] + C * p_o)
        return O * nd.tanh(C), C


def make_model():
    return RNNModel()
'''

SGD = '''

def sgd(params, scale):
    """Step down the gradients, which clipping has scaled (section 3.2)."""
    for param in params:
        param[:] = param - now.lr * scale * param.grad
'''

ADAM = '''

def adam(params, scale):
    """Scale each weight's step by its own history (Kingma and Ba, 2015; section 7.8)."""
    if not moments:
        moments.extend((nd.zeros_like(param), nd.zeros_like(param)) for param in params)
    now.t += 1
    for param, (v, s) in zip(params, moments):
        g = param.grad * scale
        v[:] = 0.9 * v + 0.1 * g
        s[:] = 0.999 * s + 0.001 * g ** 2
        v_hat, s_hat = v / (1 - 0.9 ** now.t), s / (1 - 0.999 ** now.t)
        param[:] = param - now.lr * v_hat / (s_hat.sqrt() + 1e-8)


moments, now.t = [], 0
'''

HELD_OUT = '''

held_out = corpus_indices[{trained} - 1 :]  # what training never sees, and one character before it


def read_held_out():
    """Return the perplexity on the part held out, read from beginning to end."""
    state, total = model.begin_state(1), 0.0
    for i in range(0, len(held_out) - 1, 100):
        X = nd.array(held_out[i : i + 101], dtype="int32").reshape((1, -1))
        y, state = model(X[:, :-1], state)
        total += loss(y, X[0, 1:]).sum().asscalar()
    return math.exp(total / (len(held_out) - 1))
'''

PREDICT = '''

def predict_rnn(prefix, num_chars):
    """Write what follows a prefix, always the likeliest character (section 6.4)."""
    state, output = model.begin_state(1), [char_to_idx[prefix[0]]]
    for t in range(num_chars + len(prefix) - 1):
        y, state = model(nd.array([[output[-1]]], dtype="int32"), state)
        known = t + 1 < len(prefix)
        output.append(char_to_idx[prefix[t + 1]] if known else int(y[-1].argmax(axis=0).asscalar()))
    return "".join(idx_to_char[i] for i in output)


def clipping(params):
    """Return the factor that brings the norm of all gradients together down to theta (6.4)."""
    norm = math.sqrt(sum((param.grad ** 2).sum().asscalar() for param in params))
    return min(1.0, now.clipping_theta / norm) if norm else 1.0
'''

RECUT = '''

def adapt(change, batch, loss_sum, state):
    """Take over settings in the middle of an epoch, and find the place in it under the new ones."""
    before, optimizer, sampling = batches_per_epoch(), now.optimizer, now.sampling
    vars(now).update(change)
    if now.optimizer != optimizer and "adam" in (now.optimizer, optimizer):
        {forget_moments}
    if batch and batches_per_epoch() != before:
        found = batch * batches_per_epoch() // before
        batch, loss_sum = found, loss_sum / batch * found
    if state is not None and now.sampling != sampling:
        state = None
    elif state is not None and state[0].shape[1] != now.batch_size:
        kept = min(state[0].shape[1], now.batch_size)
        fresh = model.begin_state(now.batch_size)
        for old, new in zip(state, fresh):
            new[:, :kept] = old[:, :kept]
        state = fresh
    return batch, loss_sum, state
'''

TRAIN = '''

def batches_per_epoch():
{count}


def train():
    """Train as the book's train_and_predict_rnn does; return the perplexity of each epoch."""
    curve, params = [], model.trained_params()
    epoch, batch, loss_sum, state, start = 0, 0, 0.0, None, time.time()
    while True:
{adapt}        if batch == 0 and epoch >= now.num_epochs:
            return curve
        if {zeros}:
            state = model.begin_state(now.batch_size)
        state = [part.detach() for part in state]
        X, Y = {next_batch}
        with autograd.record():
            y, state = model(nd.array(X, dtype="int32"), state)
            l = loss(y, nd.array(Y.T.reshape((-1,)), dtype="int32")).mean()
        l.backward()
        {update}
        loss_sum, batch = loss_sum + l.asscalar(), batch + 1
        if batch == batches_per_epoch():
            epoch += 1
            curve.append(math.exp(loss_sum / batch))
            seconds = time.time() - start
            print(f"epoch {{epoch}}, perplexity {{curve[-1]:.6f}}, time {{seconds:.2f}} sec")
{after_epoch}            if epoch % now.pred_period == 0:
                for prefix in now.prefixes:
                    print(" -", predict_rnn(prefix, now.pred_len))
            batch, loss_sum, start = 0, 0.0, time.time()


loss = gluon.loss.SoftmaxCrossEntropyLoss()
model = make_model()

if __name__ == "__main__":
    train()
'''
