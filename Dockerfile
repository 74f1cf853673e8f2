# One image for the registrar, its worker and the ballot box; compose.yaml says who runs what.
FROM node:20-bookworm-slim AS page
WORKDIR /srv/tellers/app/client
COPY app/client/package.json app/client/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY app/client ./
COPY app/web/static/tellers.css ../web/static/
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
RUN pip install --no-cache-dir uv
WORKDIR /srv/tellers
COPY pyproject.toml requirements.lock ./
RUN python -m venv --without-pip /srv/venv \
    && uv pip install --no-cache --python /srv/venv/bin/python \
       --require-hashes --constraint requirements.lock --requirement pyproject.toml
COPY README.md ./
COPY app app
RUN uv pip install --no-cache --python /srv/venv/bin/python --no-deps \
       --build-constraints requirements.lock --editable .

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin tellers \
    && install --directory --owner tellers --mode 0700 /box
ENV PATH=/srv/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /srv/tellers
COPY --from=packages /srv/venv /srv/venv
COPY --from=packages /srv/tellers /srv/tellers
COPY --from=page /srv/tellers/app/client/built app/client/built
COPY migrations migrations
COPY ballot_templates ballot_templates
USER 10001
ENTRYPOINT ["tellers"]
CMD ["--help"]
