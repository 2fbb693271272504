"""The classes every model of a bundle agrees on: the eight of ISIC 2019 in its column order, then SKIN."""

LESION_CLASSES: dict[str, str] = {
    "MEL": "melanoma",
    "NV": "melanocytic nevus",
    "BCC": "basal cell carcinoma",
    "AK": "actinic keratosis",
    "BKL": "benign keratosis",
    "DF": "dermatofibroma",
    "VASC": "vascular lesion",
    "SCC": "squamous cell carcinoma",
}
LESION_CODES: tuple[str, ...] = tuple(LESION_CLASSES)
SKIN: int = len(LESION_CODES)
"""Index of the class that paints lesions away."""
CODES: tuple[str, ...] = (*LESION_CODES, "SKIN")
NULL: int = len(CODES)
"""Index of the null class of classifier-free guidance."""
