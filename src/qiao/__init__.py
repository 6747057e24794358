"""Qiao (桥): internal customer service."""
