"""Loads exports with the libraries that they are for. Arguments: a directory of packages, a JSON order on stdin."""

import json
import sys

sys.path.insert(0, sys.argv[1])

import numpy as np
import onnx
import onnxruntime
import tensorflow as tf

order = json.load(sys.stdin)
answer = {"tensorflow": {}, "onnxruntime": {}}
model = tf.saved_model.load(order["savedmodel"])
serve = model.signatures["serving_default"]
onnx_file = order["onnx"] + "/model.onnx"
onnx.checker.check_model(onnx.load(onnx_file), full_check=True)
session = onnxruntime.InferenceSession(onnx_file)
for count in order["batches"]:
    grid = np.arange(count * order["features"], dtype=np.float32)
    samples = (grid % np.float32(7) - np.float32(3)).reshape(count, order["features"])
    served = serve(input=tf.constant(samples))
    answer["tensorflow"][count] = served["logits"].numpy().ravel().tolist()
    answer["onnxruntime"][count] = session.run(["logits"], {"input": samples})[0].ravel().tolist()
arrays = np.load(order["npz"] + "/model.npz")
answer["npz"] = {name: list(arrays[name].shape) for name in arrays.files}
answer["bias"] = arrays["logits/bias"].tolist()
json.dump(answer, sys.stdout)
