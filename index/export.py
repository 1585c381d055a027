"""Any sentence-transformers model → a folder that index/encoder.py opens with ONNX Runtime alone.

Second step of building an encoder, and the only file that imports torch, transformers, sentence-transformers and onnx;
index/encoders.py imports it on demand, in a build process only.
"""

import logging
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from torch.jit._trace import TracerWarning
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
from transformers.utils import logging as transformers_logging

from index.encoder_card import MODEL_FILE, TOKENIZER_FILE, WEIGHTS_FILE, EncoderCard, seals
from index.errors import EncoderUnavailable
from index.weights import MODEL_NAME, Weights, tokenizer_json

_OPSET = 17
_MAX_TOKENS = 512  # passages are far shorter; longer texts would only cost time
_MAPPED_FROM = 1024  # bytes of a tensor
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_TOKENS = dict(
    zip(
        ("bos_token", "eos_token", "cls_token", "sep_token", "pad_token", "unk_token", "mask_token"),
        ("<s>", "</s>", "<s>", "</s>", "<pad>", "<unk>", "<mask>"),
        strict=True,
    )
)
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def build_default(weights: Weights, folder: Path) -> None:
    """Write the weights to `folder` as a sentence-transformers model, with E5's prompts.

    Its modules are Transformer → mean Pooling → Normalize.
    """
    with tempfile.TemporaryDirectory() as scratch, _quiet():
        bert = BertModel(_config(weights), add_pooling_layer=False)
        bert.load_state_dict(_state(weights), strict=False)
        bert.save_pretrained(scratch)
        tokenizer_file = Path(scratch) / TOKENIZER_FILE
        tokenizer_file.write_text(tokenizer_json(weights), encoding="utf-8")
        PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
            tokenizer_file=str(tokenizer_file), model_max_length=weights.positions, **_TOKENS
        ).save_pretrained(scratch)
        modules = [Transformer(scratch, max_seq_length=weights.positions), Pooling(weights.hidden, "mean"), Normalize()]
        prompts = {"query": "query: ", "passage": "passage: "}
        SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save_pretrained(
            str(folder), model_name=MODEL_NAME, create_model_card=False
        )


def export(source: str, folder: Path, name: str) -> None:
    """Fill the empty `folder` with an int8 encoder made from `source`, a sentence-transformers folder or hub name.

    The graph takes `input_ids` and `attention_mask`, int64 of shape (batch, tokens), and gives `embedding`, float32 unit
    vectors of shape (batch, dimensions), with the model's own pooling and later modules inside, and `tokens`, the states
    before pooling, of shape (batch, tokens, hidden). Raises EncoderUnavailable for a
    model that cannot be loaded, has no fast tokenizer or cannot be traced.
    """
    with _quiet(), tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        model = _load(source)
        plain = Path(scratch) / "float32.onnx"
        _trace(source, model, plain)
        small = Path(scratch) / "int8.onnx"
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True)
        _save(_fused(small), folder)
    tokenizer = model.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)
    limit = min(int(model.max_seq_length or _MAX_TOKENS), _MAX_TOKENS)
    dimensions = int(model.get_embedding_dimension() or 0)
    EncoderCard(name, *_prefixes(model), dimensions, limit, _pools_mean(model), seals(folder)).write(folder)


class _Pipeline(torch.nn.Module):
    """The model's modules in their order, from token ids to unit vectors and token states, in a form that can be traced."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
        return torch.nn.functional.normalize(features["sentence_embedding"], dim=-1), features["token_embeddings"]


def _load(source: str) -> SentenceTransformer:
    try:
        model = SentenceTransformer(
            source,
            device="cpu",
            local_files_only=Path(source).is_dir(),  # a folder is whole: nothing is asked of the hub
            model_kwargs={"attn_implementation": "eager"},
        )
    except (OSError, ValueError) as refused:
        raise EncoderUnavailable(
            source, f"sentence-transformers cannot load it ({refused})", "check the name or folder"
        ) from refused
    if not getattr(model.tokenizer, "is_fast", False):
        raise EncoderUnavailable(source, "it has no fast tokenizer", "choose another model")
    if any(isinstance(module, Pooling) and not module.include_prompt for module in model):
        raise EncoderUnavailable(source, "its pooling leaves the prompt out", "choose another model")
    return model.eval()


def _trace(source: str, model: SentenceTransformer, path: Path) -> None:
    ids = torch.tensor([[1, 2, 3, 4], [4, 3, 2, 1]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    free = {0: "batch", 1: "tokens"}
    try:
        torch.onnx.export(
            _Pipeline(model), (ids, mask), str(path),
            input_names=["input_ids", "attention_mask"], output_names=["embedding", "tokens"],
            dynamic_axes={"input_ids": free, "attention_mask": free, "embedding": {0: "batch"}, "tokens": free},
            opset_version=_OPSET, dynamo=False,
        )  # fmt: skip
    except (RuntimeError, TypeError, ValueError, LookupError) as refused:
        raise EncoderUnavailable(source, f"it cannot be traced ({refused})", "choose another model") from refused


def _fused(graph: Path) -> onnx.ModelProto:
    """The graph after those of ONNX Runtime's optimisations that suit every processor.

    It computes what the session would make of it by itself, to the last bit, and opens in half the time.
    """
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    fused = graph.with_suffix(".fused.onnx")
    options.optimized_model_filepath = str(fused)
    onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    return onnx.load(fused)


def _save(model: onnx.ModelProto, folder: Path) -> None:
    """The graph in one file and its weights in another, which ONNX Runtime maps: processes share one copy in memory."""
    for node in model.graph.node:
        node.doc_string = ""  # the exporter's source lines: without them the same model gives the same bytes anywhere
    onnx.save_model(
        model, folder / MODEL_FILE, save_as_external_data=True, location=WEIGHTS_FILE, size_threshold=_MAPPED_FROM
    )
    (folder / WEIGHTS_FILE).chmod(0o644)  # onnx makes it private, but the service may run as another user


def _pools_mean(model: SentenceTransformer) -> bool:
    """Whether a vector is nothing but the mean of token states, scaled to unit length."""
    kinds = [type(module) for module in model if not isinstance(module, Normalize)]
    poolings = [module for module in model if isinstance(module, Pooling)]
    return kinds == [Transformer, Pooling] and poolings[0].pooling_mode == "mean"


def _prefixes(model: SentenceTransformer) -> tuple[str, str]:
    """What goes before a question and before a passage; sentence-transformers calls the latter passage or document."""
    prompts = {key: prompt for key, prompt in (model.prompts or {}).items() if prompt}
    always = prompts.get(model.default_prompt_name or "", "")
    return prompts.get("query", always), prompts.get("passage", prompts.get("document", always))


def _config(weights: Weights) -> BertConfig:
    return BertConfig(
        vocab_size=len(weights.pieces),
        hidden_size=weights.hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward,
        max_position_embeddings=weights.positions,
        type_vocab_size=weights.token_types,
        layer_norm_eps=weights.epsilon,
        pad_token_id=weights.pieces.index("<pad>"),
    )


def _state(weights: Weights) -> dict[str, torch.Tensor]:
    names = dict(_EMBEDDINGS)
    for layer in range(weights.layers):
        for part, module in _LAYER_PARTS.items():
            for end, kind in (("w", "weight"), ("b", "bias")):
                names[f"l{layer}.{part}.{end}"] = f"encoder.layer.{layer}.{module}.{kind}"
    return {target: torch.from_numpy(np.ascontiguousarray(weights.tensors[name])) for name, target in names.items()}


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence what the libraries say about their own future, and their bars and load reports; other warnings pass."""
    level, bars = transformers_logging.get_verbosity(), transformers_logging.is_progress_bar_enabled()
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.getLogger().addFilter(_no_advice)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "You are using the legacy TorchScript", DeprecationWarning)
        warnings.filterwarnings("ignore", "The feature will be removed", DeprecationWarning, "torch.onnx")
        warnings.filterwarnings("ignore", "Exporting aten::index", UserWarning)
        # What the trace fixes is that both inputs have one length, and they always have.
        warnings.filterwarnings("ignore", category=TracerWarning)
        try:
            yield
        finally:
            logging.getLogger().removeFilter(_no_advice)
            transformers_logging.set_verbosity(level)
            if bars:
                transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _no_advice(record: logging.LogRecord) -> bool:
    """Refuses onnxruntime's advice to pre-process convolutions, which these models have none of."""
    return "run pre-processing before quantization" not in record.getMessage()
