"""Writes libs/engine/src/golden/fixtures/keras3-twins/: a model of Keras 3 as the guide saves it, and what Keras puts out for it.

    npm run bench:peers:setup                        # once: a Python environment with Keras and PyTorch
    KERAS_BACKEND=torch <peers>/bin/python tools/golden/keras3.py DIR

Two inputs, a layer and two models that are applied several times, a model within a model, weights and statistics of no pattern.
"""

import json
import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers

target = Path(sys.argv[1])
keras.utils.set_random_seed(7)
shared = layers.Dense(4, name="shared", activation="tanh")
tower = keras.Sequential(
    [keras.Input((4,)), layers.Dense(5, activation="silu", name="wide"), layers.Dropout(0.5, name="drop"), layers.Dense(3, name="narrow")],
    name="tower",
)
inside = keras.Input((4,), name="inside")
pair = keras.Model(inside, layers.Add(name="sum")([tower(inside), layers.Dense(3, name="short")(inside)]), name="pair")
left, right = keras.Input((4,), name="left"), keras.Input((4,), name="right")
steps = layers.LSTM(3, name="steps")(layers.Reshape((2, 2), name="rows")(left))
x = layers.Concatenate(name="both")([pair(shared(left)), pair(shared(right)), steps])
x = layers.LeakyReLU(negative_slope=0.2, name="leaky")(layers.BatchNormalization(name="norm")(x))
model = keras.Model([left, right], layers.Dense(3, activation="softmax", name="out")(x), name="twins")
random = np.random.default_rng(7)
for w in model.weights:
    w.assign(random.uniform(0.5, 1.5, w.shape) if w.name == "moving_variance" else random.normal(0, 0.5, w.shape))

target.mkdir(exist_ok=True)
np.concatenate([np.ravel(w.numpy()) for w in model.weights]).astype("<f4").tofile(target / "weights.bin")
weights = [{"name": w.path, "shape": list(w.shape), "dtype": "float32"} for w in model.weights]
document = {"modelTopology": json.loads(model.to_json()), "weightsManifest": [{"paths": ["weights.bin"], "weights": weights}]}
(target / "model.json").write_text(json.dumps(document) + "\n")
given = [random.normal(0, 1, (2, 4)).astype(np.float32) for _ in range(2)]
expected = {"left": given[0], "right": given[1], "probabilities": model.predict(given, verbose=0)}
(target / "expected.json").write_text(json.dumps({name: value.ravel().tolist() for name, value in expected.items()}) + "\n")
