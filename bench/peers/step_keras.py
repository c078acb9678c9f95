"""Training steps in Keras on TensorFlow, as one graph or with XLA, fed by tf.data."""

import os

from contender import SPEC, main, serve

os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")

import time

import keras
import numpy as np
import tensorflow as tf
from keras import layers

BATCHES = 8
#: Steps of one call into the graph: Keras' own way to take Python out of the loop.
CALL = 8


def mlp():
    x = keras.Input((784,))
    y = layers.Dense(512, "relu")(x)
    return keras.Model(x, layers.Dense(10)(layers.Dense(512, "relu")(y)))


def cnn():
    x = keras.Input((28, 28, 1))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(32, 3, padding="same", use_bias=False)(x)))
    y = layers.MaxPooling2D()(layers.Conv2D(64, 3, padding="same", activation="relu")(layers.MaxPooling2D()(y)))
    return keras.Model(x, layers.Dense(10)(layers.Dense(128, "relu")(layers.Flatten()(y))))


def conv(x, filters, stride=1, size=3):
    y = layers.Conv2D(filters, size, stride, padding="same", use_bias=False)(x)
    return layers.BatchNormalization()(y)


def resnet20():
    x = keras.Input((32, 32, 3))
    y = layers.ReLU()(conv(x, 16))
    for filters in (16, 32, 64):
        for block in range(3):
            stride = 2 if filters > 16 and block == 0 else 1
            short = conv(y, filters, stride, 1) if stride > 1 else y
            y = conv(layers.ReLU()(conv(y, filters, stride)), filters)
            y = layers.ReLU()(layers.Add()([y, short]))
    return keras.Model(x, layers.Dense(10)(layers.GlobalAveragePooling2D()(y)))


def lstm():
    x = keras.Input((20, 32))
    return keras.Model(x, layers.Dense(10)(layers.LSTM(64)(x)))


def gpt(depth=4, width=128, heads=4, length=64, vocabulary=256):
    x = keras.Input((length,), dtype="int32")
    positions = layers.Embedding(length, width)(np.arange(length)[None])
    y = layers.Embedding(vocabulary, width)(x) + positions
    for _ in range(depth):
        h = layers.LayerNormalization()(y)
        y = y + layers.MultiHeadAttention(heads, width // heads)(h, h, use_causal_mask=True)
        h = layers.Dense(4 * width)(layers.LayerNormalization()(y))
        y = y + layers.Dense(width)(keras.activations.gelu(h, approximate=True))
    return keras.Model(x, layers.Dense(vocabulary)(layers.LayerNormalization()(y)))


def images(shape):
    random = np.random.default_rng(1)
    return lambda count: (random.random((count, *shape), dtype=np.float32), random.integers(0, 10, count))


def tokens(count):
    both = np.random.default_rng(1).integers(0, 256, (count, 65)).astype(np.int32)
    return both[:, :-1], both[:, 1:]


SGD = lambda: keras.optimizers.SGD(0.01, momentum=0.9)
ADAM = lambda: keras.optimizers.Adam(0.001)
MODELS = {
    "mlp": (mlp, images((784,)), SGD),
    "cnn": (cnn, images((28, 28, 1)), ADAM),
    "resnet20": (resnet20, images((32, 32, 3)), SGD),
    "lstm": (lstm, images((20, 32)), ADAM),
    "gpt": (gpt, tokens, ADAM),
}


def run():
    tf.config.threading.set_intra_op_parallelism_threads(SPEC["threads"])
    keras.utils.set_random_seed(1)
    build, sample, optimizer = MODELS[SPEC["model"]]
    batch = SPEC["batch"]
    data = tf.data.Dataset.from_tensor_slices(sample(BATCHES * batch))
    feed = iter(data.batch(batch, drop_remainder=True).cache().repeat().prefetch(tf.data.AUTOTUNE))
    model = build()
    model.compile(
        optimizer=optimizer(),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=SPEC["mode"] == "xla",
        steps_per_execution=CALL,
    )
    model.build(model.input_shape)
    model.make_train_function()

    def call():
        # Reading the loss waits for the steps.
        float(np.asarray(model.train_function(feed)["loss"]))

    call()
    call()

    def measure(request):
        started, steps = time.perf_counter(), 0
        while time.perf_counter() - started < request["seconds"]:
            call()
            steps += CALL
        return steps * batch / (time.perf_counter() - started)

    serve(measure)


main(run)
