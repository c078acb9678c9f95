"""Writes keras-digits/: a small CNN that Keras 2 has trained for three epochs on the `digits` data set, as a tfjs layers model.

    pip install tensorflow tf_keras && pip install --no-deps tensorflowjs six packaging
    python examples/data/make-keras-digits.py ~/.cache/ringmaster/datasets/digits examples/data/keras-digits

model.json and group1-shard1of1.bin are what tensorflowjs' converter makes of the Keras model; expected.json holds what Keras
itself puts out for two pictures, for libs/engine/src/golden/keras.test.ts. examples/own-keras.yaml begins with the model.
"""

import importlib.util
import json
import os
import sys
import types
from pathlib import Path

os.environ.update(TF_USE_LEGACY_KERAS="1", CUDA_VISIBLE_DEVICES="-1", TF_CPP_MIN_LOG_LEVEL="2")
import numpy as np
import tf_keras as keras
from tf_keras import layers

# The converter's package also imports converters of other formats, and what they need; this takes the one for Keras alone.
found = importlib.util.find_spec("tensorflowjs").submodule_search_locations[0]
sys.modules["tensorflowjs.converters"] = package = types.ModuleType("tensorflowjs.converters")
package.__path__ = [os.path.join(found, "converters")]
from tensorflowjs.converters import keras_h5_conversion

source, target = Path(sys.argv[1]), Path(sys.argv[2])
keras.utils.set_random_seed(7)
images = np.frombuffer((source / "images.idx").read_bytes()[16:], np.uint8).reshape(-1, 28, 28, 1) / np.float32(255)
labels = np.frombuffer((source / "labels.idx").read_bytes()[8:], np.uint8).astype(np.int32)

inputs = keras.Input((28, 28, 1), name="image")
x = layers.Conv2D(8, 3, padding="same", use_bias=False, name="stem")(inputs)
x = layers.BatchNormalization(name="stem_norm")(x)
x = layers.ReLU(name="stem_relu")(x)
x = layers.MaxPooling2D(2, name="pool")(x)
wide = layers.Conv2D(16, 3, padding="same", activation="relu", name="wide")(x)
fine = layers.SeparableConv2D(16, 3, padding="same", activation="relu", name="fine")(x)
x = layers.Concatenate(name="both")([wide, fine])
x = layers.MaxPooling2D(2, name="pool_2")(x)
x = layers.Conv2D(16, 3, activation="relu", name="deep")(x)
x = layers.Flatten(name="flatten")(x)
x = layers.Dropout(0.2, name="dropout")(x)
model = keras.Model(inputs, layers.Dense(10, activation="softmax", name="digit")(x), name="small_cnn")
model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(images[:7000], labels[:7000], batch_size=64, epochs=3, verbose=2)
print("test", model.evaluate(images[8000:], labels[8000:], verbose=0))

target.mkdir(exist_ok=True)
keras_h5_conversion.save_keras_model(model, str(target))
pictures = images[[8000, 8001]]
expected = {"labels": labels[[8000, 8001]].tolist(), "x": np.round(pictures * 255).astype(int).ravel().tolist()}
expected["probabilities"] = model.predict(pictures, verbose=0).astype(float).ravel().tolist()
(target / "expected.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")
