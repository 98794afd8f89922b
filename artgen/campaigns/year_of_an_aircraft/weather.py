"""The hourly weather of the three New York airports, put into one word an hour by thresholds that are written here."""

from collections.abc import Iterable, Mapping

# All as the source measures: inches of rain or melted snow, degrees Fahrenheit, miles an hour, miles of sight.
SNOW_UP_TO = 34.0
WIND_FROM = 20.0
GUST_FROM = 30.0
BROKEN_WIND_FROM = 150.0
FULL_SIGHT = 10.0

Row = Mapping[str, str]


def weather_of(row: Row) -> str:
    """Return the word for one hour; the first that matches wins, and an hour without its numbers has none.

    The source knows nothing of clouds, so haze is what it does know: that one saw less than ten miles.

    >>> weather_of({"precip": "0.02", "temp": "30.2", "wind_speed": "9", "wind_gust": "NA", "visib": "2"})
    'snow'
    >>> weather_of({"precip": "0", "temp": "50", "wind_speed": "1048.4", "wind_gust": "NA", "visib": "10"})
    'clear view'
    """
    rain, cold = _number(row["precip"]), _number(row["temp"])
    wind, gust, sight = _number(row["wind_speed"]), _number(row["wind_gust"]), _number(row["visib"])
    if rain is not None and rain > 0 and cold is not None:
        return "snow" if cold <= SNOW_UP_TO else "rain"
    if _strong(wind, WIND_FROM) or _strong(gust, GUST_FROM):
        return "strong wind"
    if sight is None or rain is None:
        return ""
    return "haze" if sight < FULL_SIGHT else "clear view"


def weather_by_hour(rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    """Return the word for each airport and hour; the hour is written as the source does, 2013-01-01T10:00:00Z."""
    return {(row["origin"], row["time_hour"]): weather_of(row) for row in rows}


def _number(written: str) -> float | None:
    return None if written in ("", "NA") else float(written)


def _strong(speed: float | None, limit: float) -> bool:
    return speed is not None and limit <= speed < BROKEN_WIND_FROM
