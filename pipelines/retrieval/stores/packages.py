"""Whether the packages of a store are installed: few companies need them, so they are an extra."""

from importlib.util import find_spec

from pipelines.runtime.errors import UserError


def needs(*modules: str, store: str) -> None:
    """Makes sure that the packages of a store can be imported.

    Args:
        *modules: What it imports.
        store: Its name.

    Raises:
        UserError: One of them is not installed.
    """
    missing = [module.replace("_", "-") for module in modules if find_spec(module) is None]
    if missing:
        raise UserError(
            f"`retrieval.store={store}` needs packages that are not installed",
            details=missing,
            hint="install them with `pip install 'groundsmith[stores]'`, or search in the `builtin` store",
        )
