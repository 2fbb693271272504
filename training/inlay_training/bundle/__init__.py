"""What the studio loads: ONNX graphs, card, skins."""
